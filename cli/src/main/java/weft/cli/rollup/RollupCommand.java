package weft.cli.rollup;

import picocli.CommandLine.Command;

/// `weft rollup`.
@Command(
    name = "rollup",
    description = "Register, show, change, close and sponsor rollups.",
    footer = {
      "",
      "Examples:",
      "  weft rollup register my-rollup",
      "  weft rollup show my-rollup",
      "  weft rollup sponsor my-rollup --max-total 1000000000"
    },
    subcommands = {
      RegisterCommand.class,
      ShowCommand.class,
      ListCommand.class,
      ChangeCommand.class,
      CloseCommand.class,
      SponsorCommand.class,
      UnsponsorCommand.class
    })
public final class RollupCommand {}
