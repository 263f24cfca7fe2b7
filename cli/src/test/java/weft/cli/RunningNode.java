package weft.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.cli.node.NodeSetup;
import weft.engine.solo.SystemBlockClock;
import weft.ledger.genesis.Genesis;
import weft.node.Node;
import weft.node.NodeDirectory;
import weft.node.NodeSettings;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.proof.Conserved;
import weft.rollup.client.WeftClient;

/// A node in this process with real sockets, real time and a store on disk, which is audited at the
/// end.
final class RunningNode implements AutoCloseable {
  private static final PrivateKey VALIDATOR = PrivateKey.fromSeed(Bytes.utf8("validator"));
  private static final PrivateKey NODE = PrivateKey.fromSeed(Bytes.utf8("node"));

  private final Path data;
  private final Configuration configuration;
  private final boolean manualBlocks;
  private Node node;
  private final Genesis genesis;

  /// Makes blocks by itself and keeps them.
  RunningNode() {
    this(Configuration.defaults(), false);
  }

  /// @param configuration but for the ports and the interval of blocks
  /// @param manualBlocks whether only [#blocks] makes blocks
  RunningNode(Configuration configuration, boolean manualBlocks) {
    data = temporaryFolder();
    genesis =
        new Genesis(
            4_711,
            "test",
            System.currentTimeMillis(),
            VALIDATOR.address(),
            NodeSetup.ASSET,
            List.of(),
            NodeSetup.developmentBalances(),
            List.of(DevelopmentKeys.account(0).address()),
            1,
            new TreeMap<>());
    this.configuration =
        configuration
            .with(ConfigurationKey.API_HTTP_PORT, "0")
            .with(ConfigurationKey.API_GRPC_PORT, "0")
            .with(ConfigurationKey.ENGINE_MIN_INTERVAL_MS, "20");
    this.manualBlocks = manualBlocks;
    node = start();
  }

  private Node start() {
    return Node.start(
        new NodeSettings(
            configuration,
            genesis,
            VALIDATOR,
            NODE,
            Optional.of(new NodeDirectory(data).store()),
            new SystemBlockClock(),
            manualBlocks));
  }

  /// Stops the node, does something to its store, and starts it again.
  void restart(Consumer<Path> meanwhile) {
    node.close();
    meanwhile.accept(new NodeDirectory(data).store());
    node = start();
  }

  /// A client of this node.
  WeftClient client() {
    return WeftClient.connect("127.0.0.1:" + node.grpcPort());
  }

  int httpPort() {
    return node.httpPort();
  }

  Genesis genesis() {
    return genesis;
  }

  /// The lowest block that was not pruned.
  long earliestHeight() {
    return node.services().store().earliestHeight();
  }

  /// Makes blocks, the first of what waits.
  void blocks(int count) {
    for (int i = 0; i < count; i++) {
      node.produceBlock();
    }
  }

  /// Runs a command against this node.
  CommandRun run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--node";
    all[arguments.length + 1] = "127.0.0.1:" + node.grpcPort();
    return CommandRun.of(all);
  }

  @Override
  public void close() {
    node.close();
    Conserved.require(data);
    delete(data);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("weft-node");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
