package weft.cli.testnet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import weft.cli.CliException;
import weft.cli.node.NodeSetup;
import weft.ledger.genesis.Genesis;
import weft.ledger.genesis.GenesisValidator;
import weft.node.NodeDirectory;
import weft.node.network.LocalNetwork;
import weft.primitives.Address;

/// All nodes of a network on this machine, each a process of its own.
///
/// Made for the `weft testnet` command and for tests that kill nodes: `create` or `open` a folder,
/// `startAll`, `awaitReady`, then hurt single nodes. Close it to stop all of them.
public final class NetworkProcesses implements AutoCloseable {
  private static final long CHAIN_ID = 9_600;
  private static final int LOG_LINES = 30;

  private final Path folder;
  private final List<NodeProcess> nodes;

  private NetworkProcesses(Path folder, List<NodeDirectory> directories) {
    this.folder = folder;
    List<NodeProcess> all = new ArrayList<>();
    for (NodeDirectory directory : directories) {
      all.add(new NodeProcess(all.size(), directory));
    }
    nodes = List.copyOf(all);
  }

  /// Whether there is a network in the folder.
  public static boolean isIn(Path folder) {
    return LocalNetwork.directory(folder, 0).isInitialised();
  }

  /// Makes the folders of a network for development, whose accounts `dev:0` to `dev:9` are funded;
  /// starts nothing.
  ///
  /// @throws weft.node.configuration.ConfigurationException if there is one already
  public static NetworkProcesses create(Path folder, int validators, LocalNetwork.Ports ports) {
    return new NetworkProcesses(
        folder,
        LocalNetwork.create(
            folder,
            validators,
            ports,
            LocalNetwork.profile(validators),
            NetworkProcesses::genesis));
  }

  /// The network that is in the folder; starts nothing.
  public static NetworkProcesses open(Path folder) {
    List<NodeDirectory> directories = new ArrayList<>();
    while (LocalNetwork.directory(folder, directories.size()).isInitialised()) {
      directories.add(LocalNetwork.directory(folder, directories.size()));
    }
    return new NetworkProcesses(folder, directories);
  }

  public Path folder() {
    return folder;
  }

  public List<NodeProcess> nodes() {
    return nodes;
  }

  public NodeProcess node(int index) {
    return nodes.get(index);
  }

  public int size() {
    return nodes.size();
  }

  /// How many may fail so that the others go on: less than a third, at equal power.
  public int mostFailing() {
    return (nodes.size() - 1) / 3;
  }

  /// Starts those that do not run, and does not wait.
  public void startAll() {
    nodes.stream().filter(node -> !node.isAlive()).forEach(NodeProcess::start);
  }

  /// Waits until every node is ready and has a block of a height.
  ///
  /// @throws CliException with the last lines of one that is not, in time
  public void await(long height, long waitMs) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    for (NodeProcess node : nodes) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
      if (!node.await(height, Math.max(1, leftMs))) {
        throw new CliException(
            "failed",
            "node "
                + node.index()
                + (node.isAlive() ? " is not at height " + height : " ended")
                + (node.isAlive() ? " after " + waitMs + " ms" : "")
                + "; its last lines:\n"
                + node.lastLines(LOG_LINES),
            "Its log is " + node.log());
      }
    }
  }

  /// The height that every node has; -1 if one does not answer.
  public long commonHeight() {
    return nodes.stream().mapToLong(NodeProcess::height).min().orElse(-1);
  }

  /// Stops all of them, at the same time.
  @Override
  public void close() {
    List<Thread> stopping =
        nodes.stream().map(node -> Thread.ofVirtual().start(node::close)).toList();
    boolean isInterrupted = false;
    for (Thread each : stopping) {
      while (each.isAlive()) {
        try {
          each.join();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Genesis genesis(List<GenesisValidator> validators) {
    return new Genesis(
        CHAIN_ID,
        "weft-testnet",
        System.currentTimeMillis(),
        Address.ZERO,
        NodeSetup.ASSET,
        List.of(),
        NodeSetup.developmentBalances(),
        List.of(),
        0,
        new TreeMap<>(),
        validators);
  }
}
