package weft.cli.auction;

import picocli.CommandLine.Command;

/// `weft auction`.
@Command(
    name = "auction",
    description = "Joint auctions across rollups.",
    footer = {
      "",
      "Examples:",
      "  weft auction solve docs/market/t1.json",
      "  weft auction solve docs/market/t1.json --json",
      "  weft auction show 120"
    },
    subcommands = {SolveCommand.class, ShowCommand.class})
public final class AuctionCommand {}
