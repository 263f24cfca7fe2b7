package weft.cli.validator;

import picocli.CommandLine.Command;

/// `weft validator`.
@Command(
    name = "validator",
    description = "Show a network's validators, or pin them to be trusted later.",
    footer = {"", "Examples:", "  weft validator list", "  weft validator pin --out point.json"},
    subcommands = {ValidatorListCommand.class, ValidatorPinCommand.class})
public final class ValidatorCommand {}
