package weft.cli.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Output;
import weft.ledger.genesis.Genesis;
import weft.node.NodeDirectory;
import weft.node.configuration.Configuration;
import weft.node.configuration.DurableFile;
import weft.node.configuration.HttpAddress;

/// `weft node sync`.
@Command(
    name = "sync",
    description = {
      "Let a stopped node of a network begin with a snapshot at its next start: writes into"
          + " weft.toml whom it asks, and a block that its validators are checked to have"
          + " attested.",
      "With --discard, a node that has blocks, or lost a part of them, throws them away first. Keys"
          + " and the record of what its validator signed last stay."
    },
    footer = {
      "",
      "Examples:",
      "  weft node sync --data my-node --from node.example.org:9600,https://other.example.org",
      "  weft node sync --data my-node --from node.example.org:9600 --trust point.json --discard"
    })
public final class NodeSyncCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private DataOption data = new DataOption();
  @Mixin private SyncOptions sync = new SyncOptions();

  @Option(
      names = "--discard",
      description =
          "Delete the blocks and the state that the node has. Transactions that only this node took"
              + " and no block has are lost with them.")
  private boolean isDiscarding;

  @Override
  public Integer call() {
    NodeDirectory directory = data.directory();
    if (!directory.isInitialised() || !directory.genesis().isNetwork()) {
      throw new CliException(
          "not-found",
          "there is no node of a network in " + directory.path(),
          "Make one with: weft node init --genesis FILE --state-sync-from HOST:PORT");
    }
    if (!sync.areUsed()) {
      throw CliException.usage("nobody is named to ask", "Add --from HOST:PORT.");
    }
    Genesis genesis = directory.genesis();
    Configuration configuration =
        Configuration.load(directory.configurationFile(), Map.of(), Map.of());
    Optional<SyncPoint> point = sync.find(directory.genesisFile(), genesis, configuration);
    NodeBlocks blocks = new NodeBlocks(directory);
    try {
      if (isDiscarding) {
        blocks.discard();
      } else {
        blocks.requireNone();
      }
      DurableFile.replace(
          directory.configurationFile(),
          SyncPoint.settings(configuration, point, sync.servers()).toToml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    print(directory, point, sync.servers());
    return 0;
  }

  private void print(
      NodeDirectory directory, Optional<SyncPoint> point, List<HttpAddress> servers) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("data", directory.path().toString());
    point.ifPresent(
        one -> {
          document.put("trustHeight", one.height());
          document.put("trustHash", one.hash().toString());
          document.put("servers", servers.stream().map(HttpAddress::toString).toList());
        });
    output.print(
        document,
        SyncPoint.text(point),
        "Start it with: weft node start --data " + directory.path());
  }
}
