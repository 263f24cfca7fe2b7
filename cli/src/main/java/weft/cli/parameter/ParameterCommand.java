package weft.cli.parameter;

import picocli.CommandLine.Command;

/// `weft parameter`.
@Command(
    name = "parameter",
    description = "Approve changes of the chain's parameters with a governance key.",
    footer = {
      "",
      "Examples:",
      "  weft parameter list",
      "  weft parameter approve fee.byte-target 4194304 --after 200 --key governance.key"
    },
    subcommands = {ParameterApproveCommand.class, ParameterListCommand.class})
public final class ParameterCommand {}
