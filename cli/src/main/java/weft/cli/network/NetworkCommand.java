package weft.cli.network;

import picocli.CommandLine.Command;

/// `weft network`.
@Command(
    name = "network",
    description = {
      "Set up a network of validators.",
      "'init' makes all of it on this machine. Several operators each make 'keys', one of them"
          + " makes the 'genesis', and each runs 'weft node init --genesis'."
    },
    footer = {
      "",
      "Examples:",
      "  weft network init --data my-network --validators 4",
      "  weft network keys --data my-validator --address validator.example.org:26656",
      "  weft network genesis --validator alice.json --validator bob.json --bond 1_000_000_000_000"
    },
    subcommands = {NetworkInitCommand.class, NetworkKeysCommand.class, NetworkGenesisCommand.class})
public final class NetworkCommand {}
