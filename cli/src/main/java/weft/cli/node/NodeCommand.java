package weft.cli.node;

import picocli.CommandLine.Command;

/// `weft node`.
@Command(
    name = "node",
    description = "Set up and run one node.",
    footer = {
      "",
      "Examples:",
      "  weft node init --data my-weft --dev-accounts",
      "  weft node start --data my-weft"
    },
    subcommands = {
      NodeInitCommand.class,
      NodeStartCommand.class,
      NodeSnapshotCommand.class,
      NodeReplayCommand.class,
      NodeSyncCommand.class
    })
public final class NodeCommand {}
