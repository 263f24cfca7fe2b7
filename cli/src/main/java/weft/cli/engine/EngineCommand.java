package weft.cli.engine;

import picocli.CommandLine.Command;

/// `weft engine`.
@Command(
    name = "engine",
    description = "Get CometBFT, which networks run on. One node alone does without.",
    footer = {"", "Examples:", "  weft engine install", "  weft engine show"},
    subcommands = {EngineInstallCommand.class, EngineShowCommand.class})
public final class EngineCommand {}
