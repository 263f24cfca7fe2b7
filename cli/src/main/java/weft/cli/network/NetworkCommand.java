package weft.cli.network;

import picocli.CommandLine.Command;

/// `weft network`.
@Command(
    name = "network",
    description = "Set up a network of validators.",
    subcommands = {NetworkInitCommand.class})
public final class NetworkCommand {}
