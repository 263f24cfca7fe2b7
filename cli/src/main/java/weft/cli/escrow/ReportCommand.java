package weft.cli.escrow;

import picocli.CommandLine.Command;

/// `weft report`.
@Command(
    name = "report",
    description =
        "Report for a rollup what came of a block in which the head of its lane was sold.",
    footer = {
      "",
      "Examples:",
      "  weft report signals --rollup amm-east --height 1200 --volume 5_000_000 --gas 21000"
    },
    subcommands = ReportSignalsCommand.class)
public final class ReportCommand {}
