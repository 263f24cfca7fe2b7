package weft.cli.module;

import picocli.CommandLine.Command;

/// `weft module`.
@Command(
    name = "module",
    description =
        "Register a WebAssembly module that mechanisms may name to select or share, or show one.",
    footer = {
      "",
      "Examples:",
      "  weft module register split-by-state.wasm",
      "  weft module show 0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    },
    subcommands = {ModuleRegisterCommand.class, ModuleShowCommand.class, ModuleListCommand.class})
public final class ModuleCommand {}
