package weft.cli.escrow;

import picocli.CommandLine.Command;

/// `weft escrow`.
@Command(
    name = "escrow",
    description = "What of rollups' revenue waits until their reporters have said what came of it.",
    footer = {"", "Examples:", "  weft escrow list --rollup amm-east"},
    subcommands = EscrowListCommand.class)
public final class EscrowCommand {}
