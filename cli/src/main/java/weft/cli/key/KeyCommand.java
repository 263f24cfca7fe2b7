package weft.cli.key;

import picocli.CommandLine.Command;

/// `weft key`.
@Command(
    name = "key",
    description = "Make and show keys.",
    footer = {"", "Examples:", "  weft key new --file my.key", "  weft key show --key my.key"},
    subcommands = {KeyNewCommand.class, KeyShowCommand.class})
public final class KeyCommand {}
