package weft.cli.validator;

import picocli.CommandLine.Command;

/// `weft validator`.
@Command(
    name = "validator",
    description = "Show or pin a network's validators; join or leave them.",
    footer = {
      "",
      "Examples:",
      "  weft validator list",
      "  weft validator show --data my-validator",
      "  weft validator pin --out point.json",
      "  weft validator join --data my-validator --bond 1_000_000_000_000",
      "  weft validator leave --data my-validator"
    },
    subcommands = {
      ValidatorListCommand.class,
      ValidatorShowCommand.class,
      ValidatorPinCommand.class,
      ValidatorJoinCommand.class,
      ValidatorAddBondCommand.class,
      ValidatorLeaveCommand.class,
      ValidatorUnjailCommand.class
    })
public final class ValidatorCommand {}
