package weft.cli.example;

import picocli.CommandLine.Command;

/// `weft run-example`.
@Command(
    name = "run-example",
    description = "Run an example rollup on a lane of yours.",
    footer = {"", "Example:", "  weft run-example hello my-rollup --for 3s"},
    subcommands = HelloCommand.class)
public final class RunExampleCommand {}
