package weft.cli.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.chain.engine.EngineStatus;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.Output;
import weft.cli.StopSignal;
import weft.engine.solo.SystemBlockClock;
import weft.ledger.genesis.Genesis;
import weft.node.NetworkSettings;
import weft.node.Node;
import weft.node.NodeDirectory;
import weft.node.NodeSettings;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.storage.SnapshotCopy;

/// `weft node start`.
@Command(
    name = "start",
    description =
        "Run a node until Ctrl-C or SIGTERM. Logs go to standard error, one line per event.",
    footer = {
      "",
      "Examples:",
      "  weft node start --data my-weft",
      "  weft node start --data my-weft --set api.http-port=9700 --set log.format=json",
      "  weft node start --data copy --from-snapshot snapshot"
    })
public final class NodeStartCommand implements Callable<Integer> {
  private static final long POLL_MS = 500;

  private static final Logger LOG = LoggerFactory.getLogger("weft.node");

  @Mixin private Output output = new Output();
  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A configuration key, over weft.toml and WEFT_ variables; repeatable. See"
              + " docs/operations.md.")
  private Map<String, String> settings = new TreeMap<>();

  @Option(
      names = "--from-snapshot",
      paramLabel = "DIR",
      description = "Begin from a snapshot: it is copied into the node's empty store first.")
  private @Nullable Path snapshot;

  @Override
  public Integer call() throws InterruptedException {
    NodeDirectory directory = data.directory();
    requireInitialised(directory);
    directory.requireOwnerOnlyKeys();
    Configuration configuration =
        Configuration.load(directory.configurationFile(), System.getenv(), settings);
    LogSetup.apply(configuration);
    if (snapshot != null) {
      copy(snapshot, directory.store());
    }
    StopSignal stop = StopSignal.install();
    try (Node node = open(directory, configuration)) {
      print(directory, configuration, node);
      while (!stop.await(POLL_MS)) {
        if (node.status() instanceof EngineStatus.Halted halted) {
          throw new CliException(
              node.isUpgradeRequired() ? CliException.UPGRADE_REQUIRED : "halted",
              halted.reason(),
              halted.nextStep());
        }
      }
    }
    return 0;
  }

  private static void requireInitialised(NodeDirectory directory) {
    if (!directory.isInitialised()) {
      NodeSetup.refuseUnfinished(directory);
      throw new CliException(
          "not-found",
          "there is no node in " + directory.path(),
          "Make one with: weft node init --data " + directory.path());
    }
  }

  private static Node open(NodeDirectory directory, Configuration configuration) {
    Genesis genesis = directory.genesis();
    if (genesis.isNetwork()) {
      return Node.start(
          new NodeSettings(
              configuration,
              genesis,
              new NetworkSettings(
                  InstalledEngine.require(), directory.engine(), directory.attestationKey()),
              directory.nodeKey(),
              directory.store(),
              new SystemBlockClock()));
    }
    NodeSettings settings =
        new NodeSettings(
            configuration,
            genesis,
            directory.validatorKey(),
            directory.nodeKey(),
            Optional.of(directory.store()),
            new SystemBlockClock(),
            false);
    return Node.start(settings);
  }

  private void print(NodeDirectory directory, Configuration configuration, Node node) {
    String host = configuration.text(ConfigurationKey.API_HOST);
    Genesis genesis = directory.genesis();
    long height = node.services().store().head().height();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("event", "listening");
    document.put("http", "http://" + host + ":" + node.httpPort());
    document.put("grpc", host + ":" + node.grpcPort());
    document.put("chainId", genesis.chainId());
    document.put("chainName", genesis.chainName());
    document.put("height", height);
    output.event(
        document,
        "%s (chain %s) at block %s: HTTP http://%s:%d, gRPC %s:%d. Ctrl-C stops."
            .formatted(
                genesis.chainName(),
                genesis.chainId(),
                Format.count(height),
                host,
                node.httpPort(),
                host,
                node.grpcPort()));
  }

  private static void copy(Path snapshot, Path store) {
    if (Files.exists(store)) {
      throw new CliException(
          "exists",
          "the node has a store already: " + store,
          "Use --from-snapshot only with a fresh node.");
    }
    if (!Files.isDirectory(snapshot)) {
      throw CliException.usage(
          "there is no snapshot in " + snapshot,
          "Make one with: weft node snapshot --data DIR --out DIR");
    }
    if (Files.exists(SnapshotCopy.unfinished(store))) {
      LOG.warn("snapshot copy unfinished deleted=\"{}\"", SnapshotCopy.unfinished(store));
    }
    LOG.info("snapshot copy started from=\"{}\"", snapshot);
    long beganNs = System.nanoTime();
    SnapshotCopy.make(snapshot, store);
    LOG.info(
        "snapshot copy finished ms={}", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs));
  }
}
