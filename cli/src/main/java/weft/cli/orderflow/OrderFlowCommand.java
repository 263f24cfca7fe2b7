package weft.cli.orderflow;

import picocli.CommandLine.Command;

/// `weft order-flow`.
@Command(
    name = "order-flow",
    description = "Look at what nodes keep back until a bid names it.",
    footer = {"", "Example:", "  weft order-flow watch"},
    subcommands = OrderFlowWatchCommand.class)
public final class OrderFlowCommand {}
