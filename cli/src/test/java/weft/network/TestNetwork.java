package weft.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.cli.node.NodeSetup;
import weft.cli.testnet.NetworkProcesses;
import weft.cli.testnet.NodeProcess;
import weft.engine.cometbft.home.EngineProfile;
import weft.engine.cometbft.install.EngineBinary;
import weft.engine.cometbft.install.EngineSearch;
import weft.ledger.genesis.Genesis;
import weft.node.NodeDirectory;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.node.configuration.DurableFile;
import weft.node.network.FreePorts;
import weft.node.network.LocalNetwork;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.proof.Poll;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.Envelope;
import weft.rollup.client.NodeStatus;
import weft.rollup.client.Submitted;
import weft.rollup.client.TransactionBuilder;
import weft.rollup.client.WeftClient;

/// Four validators on this machine, one free lane, and accounts that can pay.
final class TestNetwork implements AutoCloseable {
  static final int VALIDATORS = 4;
  static final RollupId LANE = RollupId.of("plain");
  static final long WAIT_MS = 300_000;

  static final long CHAIN_ID = 9_612;
  private static final long LAST_HEIGHT = 30_000;
  private static final Amount MAX_FEE = Amount.of(1_000_000_000_000L);
  private static final long LANE_BYTES = 1 << 20;
  private static final long ASK_MS = 2_000;

  private final NetworkProcesses processes;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofMillis(ASK_MS)).build();

  private TestNetwork(NetworkProcesses processes) {
    this.processes = processes;
  }

  /// Skips the test where there is no engine.
  static void requireEngine() {
    if (EngineBinary.find() instanceof EngineSearch.Missing(String message, String nextStep)) {
      Assumptions.abort(message + ". " + nextStep);
    }
  }

  /// Makes the folders; starts nothing.
  ///
  /// @param validators how many
  /// @param settings of every node, over those of a local network
  /// @param parameters of the genesis, over those of these tests
  static TestNetwork create(
      Path folder,
      int validators,
      Map<ConfigurationKey, String> settings,
      Map<String, String> parameters) {
    TreeMap<String, String> all =
        new TreeMap<>(
            Map.of(
                "rollup.bond", "0",
                "fee.byte-target", "67108864",
                "fee.lane-target-permille", "1000"));
    all.putAll(parameters);
    List<NodeDirectory> directories =
        LocalNetwork.create(
            folder,
            validators,
            FreePorts.find(validators),
            EngineProfile.LOW_LATENCY,
            members ->
                new Genesis(
                    CHAIN_ID,
                    "weft-proof",
                    System.currentTimeMillis(),
                    Address.ZERO,
                    NodeSetup.ASSET,
                    List.of(),
                    NodeSetup.developmentBalances(),
                    List.of(),
                    0,
                    all,
                    members));
    directories.forEach(directory -> configure(directory, settings));
    return new TestNetwork(NetworkProcesses.open(folder));
  }

  /// Changes settings of a node that does not run.
  static void configure(NodeDirectory directory, Map<ConfigurationKey, String> settings) {
    Configuration configuration =
        Configuration.load(directory.configurationFile(), Map.of(), Map.of());
    for (Map.Entry<ConfigurationKey, String> setting : settings.entrySet()) {
      configuration = configuration.with(setting.getKey(), setting.getValue());
    }
    try {
      DurableFile.replace(directory.configurationFile(), configuration.toToml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts all nodes and registers the lane.
  void start() throws Exception {
    processes.startAll();
    processes.await(1, WAIT_MS);
    registerLane();
  }

  void registerLane() throws Exception {
    try (WeftClient client = node(0).connect(ClientConfig.defaults())) {
      Transaction registration =
          transaction(0, 0)
              .action(
                  new Action.RegisterRollup(
                      LANE,
                      new RollupTerms(
                          account(0).address(),
                          Policy.FIRST_COME,
                          List.of(),
                          LANE_BYTES,
                          "",
                          Optional.empty(),
                          List.of())))
              .sign(account(0));
      Submitted answer = client.transactions().submit(registration);
      if (!answer.isTaken()) {
        throw new AssertionError("registration: " + answer);
      }
    }
    for (NodeProcess node : nodes()) {
      if (node.isAlive()) {
        awaitLane(node);
      }
    }
  }

  /// A node may be a block behind the one that told of it.
  private static void awaitLane(NodeProcess node) throws Exception {
    try (WeftClient client = node.connect(ClientConfig.defaults())) {
      Poll.require(
          "the registered lane at node " + node.index(),
          WAIT_MS,
          () -> client.chain().rollup(LANE) instanceof Checked.Ok<?>);
    }
  }

  static PrivateKey account(int number) {
    return DevelopmentKeys.account(number);
  }

  static TransactionBuilder transaction(long channel, long sequence) {
    return new TransactionBuilder(CHAIN_ID, NodeSetup.ASSET)
        .nonce(channel, sequence)
        .lastHeight(LAST_HEIGHT)
        .maxFee(MAX_FEE);
  }

  static Envelope submission(PrivateKey key, long channel, long sequence, Bytes payload) {
    return Envelope.of(transaction(channel, sequence).submit(LANE, payload).sign(key));
  }

  NetworkProcesses processes() {
    return processes;
  }

  List<NodeProcess> nodes() {
    return processes.nodes();
  }

  NodeProcess node(int index) {
    return processes.node(index);
  }

  List<NodeDirectory> directories() {
    return nodes().stream().map(NodeProcess::directory).toList();
  }

  /// The greatest height that a node tells of.
  static long highest(List<NodeProcess> nodes) {
    return nodes.stream().mapToLong(NodeProcess::height).max().orElse(-1);
  }

  /// Waits until every node has some more blocks than any has now.
  void awaitBlocks(int more) throws InterruptedException {
    processes.await(highest(nodes()) + more, WAIT_MS);
  }

  /// What a node's `/readyz` says; the status, then the text.
  String readiness(NodeProcess node) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(node.http() + "/readyz"))
                  .timeout(Duration.ofMillis(ASK_MS))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return "no answer: " + e.getMessage();
    }
  }

  /// Waits until nothing is pending anywhere, and every node has the last block of that.
  void awaitSettled() throws Exception {
    Poll.require(
        "empty pools at all nodes",
        WAIT_MS,
        () ->
            nodes().stream()
                .allMatch(
                    node ->
                        node.status().map(NodeStatus::mempoolTransactions).equals(Optional.of(0))));
    awaitBlocks(1);
  }

  /// The last lines of every node's log.
  String logs(int lines) {
    List<String> all = new ArrayList<>();
    for (NodeProcess node : nodes()) {
      all.add("--- node " + node.index() + "\n" + node.lastLines(lines));
    }
    return String.join("\n", all);
  }

  @Override
  public void close() {
    processes.close();
    http.close();
  }
}
