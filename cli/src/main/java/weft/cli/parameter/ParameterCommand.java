package weft.cli.parameter;

import picocli.CommandLine.Command;

/// `weft parameter`.
@Command(
    name = "parameter",
    description = "Show the chain's parameters, or approve a change of one.",
    footer = {
      "",
      "Examples:",
      "  weft parameter list",
      "  weft parameter show",
      "  weft parameter approve fee.byte-target 4194304 --after 200 --key governance.key"
    },
    subcommands = {
      ParameterApproveCommand.class,
      ParameterListCommand.class,
      ParameterShowCommand.class
    })
public final class ParameterCommand {}
