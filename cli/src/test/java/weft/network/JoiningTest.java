package weft.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import weft.cli.CommandRun;
import weft.cli.testnet.NodeProcess;
import weft.cli.testnet.NodeProcess.Part;
import weft.engine.cometbft.home.EngineProfile;
import weft.engine.cometbft.rpc.EngineRpc;
import weft.ledger.genesis.Genesis;
import weft.ledger.query.ConservationCheck;
import weft.node.NodeDirectory;
import weft.node.configuration.ConfigurationKey;
import weft.primitives.Bytes;
import weft.proof.Poll;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.block.BlockAnchor;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.light.TrustedPoint;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.validator.BlockStatement;
import weft.protocol.verdict.Verdict;
import weft.rollup.client.AttestedHeight;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.LaneRange;
import weft.rollup.client.NodeStatus;
import weft.rollup.client.Trust;
import weft.rollup.client.UnknownValidatorsException;
import weft.rollup.client.WeftClient;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;
import weft.storage.StoredBlock;

/// Nodes that join two validators under load, of which one prunes: one by a snapshot, with a
/// validator's life to follow, and one by all the blocks.
final class JoiningTest {
  private static final int VALIDATORS = 2;

  /// Five seconds. A joiner looks around for as long before it takes the newest of the last three.
  private static final long INTERVAL_BLOCKS = 80;

  private static final long ASK_MS = 5_000;

  private static final Map<ConfigurationKey, String> SNAPSHOTS =
      Map.of(
          ConfigurationKey.ENGINE_SNAPSHOT_INTERVAL_BLOCKS,
          Long.toString(INTERVAL_BLOCKS),
          ConfigurationKey.ENGINE_PROFILE,
          EngineProfile.ALONE.name(),
          ConfigurationKey.ENGINE_KEEP_BLOCKS,
          "50");

  private static final Map<ConfigurationKey, String> PRUNING =
      Map.of(ConfigurationKey.RETENTION_KEEP_BLOCKS, "100");

  @TempDir private Path folder = Path.of(".");

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aNodeJoinsByASnapshotAndLivesOnAsAValidator() throws Exception {
    TestNetwork.requireEngine();
    NodeDirectory whole;
    NodeDirectory synced;
    try (TestNetwork network =
        TestNetwork.create(folder.resolve("network"), VALIDATORS, SNAPSHOTS, Map.of())) {
      whole = network.node(1).directory();
      TestNetwork.configure(network.node(0).directory(), PRUNING);
      TestNetwork.configure(whole, Map.of(ConfigurationKey.ENGINE_KEEP_BLOCKS, "0"));
      network.start();
      try (NetworkLoad load = new NetworkLoad(network.nodes(), TestNetwork.account(1), 1)) {
        awaitSnapshot(network.node(0));
        awaitPruned(network.node(0));
        followAllBlocks(network);
        try (Joiner joiner = joiner(network)) {
          synced = joiner.node().directory();
          long beganNs = System.nanoTime();
          joiner.node().start();
          awaitReady(joiner.node(), INTERVAL_BLOCKS);
          System.out.printf(
              "live after %d ms%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs));
          requireRestored(joiner.node());
          requireServes(joiner.node());

          joiner.becomeValidator();
          joiner.awaitVote(network.node(0));

          comeBackWithoutADisk(network, joiner);
          joiner.awaitVote(network.node(0));
          requireSendsReadersOn(joiner.node());
        }
        try (Joiner restored = restoreFromKeys(network, synced)) {
          restored.awaitVote(network.node(0));
          assertThat(restored.show().path("status").asString()).isEqualTo("active");
          assertThat(restored.show().path("bond").asString()).isEqualTo(Joiner.BOND);
        }
        assertThat(load.faults()).isEmpty();
      }
    }
    requireOneChain(whole, synced);
  }

  private static void awaitSnapshot(NodeProcess node) throws Exception {
    Poll.require(
        "a snapshot",
        TestNetwork.WAIT_MS,
        () -> {
          Path manifest =
              node.directory().snapshots().resolve("" + INTERVAL_BLOCKS).resolve("manifest");
          return Files.exists(manifest);
        });
  }

  private static void awaitReady(NodeProcess node, long height) throws Exception {
    boolean isReady = node.await(height, TestNetwork.WAIT_MS);
    assertThat(isReady).as(isReady ? "" : node.lastLines(60)).isTrue();
  }

  /// Its history begins behind a snapshot: no block before was executed.
  private static void requireRestored(NodeProcess node) throws Exception {
    long earliest = status(node).earliestHeight();
    assertThat(earliest % INTERVAL_BLOCKS).as("%d is after a snapshot", earliest).isEqualTo(1);
    assertThat(earliest).isGreaterThan(INTERVAL_BLOCKS);
    try (EngineRpc rpc = new EngineRpc(node.rpc(), ASK_MS)) {
      assertThat(rpc.status().toOptional().orElseThrow().earliestHeight()).isEqualTo(earliest);
    }
  }

  /// Attestations that follow from the genesis, lanes from its first height on, and what it lacks.
  private static void requireServes(NodeProcess node) throws Exception {
    try (WeftClient client = node.connect(ClientConfig.defaults())) {
      BlockAnchor newest = value(client.chain().newestAnchor());
      assertThat(client.anchors(Trust.of(genesis(node))).check(newest))
          .isInstanceOf(Verdict.Valid.class);
      Poll.require(
          "a lane block",
          TestNetwork.WAIT_MS,
          () ->
              client.lanes().laneBlocks(TestNetwork.LANE, 0, 1, 1)
                      instanceof Checked.Ok<LaneRange>(LaneRange range)
                  && !range.laneBlocks().isEmpty());
      LaneRange first = value(client.lanes().laneBlocks(TestNetwork.LANE, 0, 1, 1));
      long laneHeight = first.earliest();
      assertThat(laneHeight).isGreaterThan(1);
      assertThat(client.lanes().laneBlock(TestNetwork.LANE, laneHeight))
          .isInstanceOf(Checked.Ok.class);
      Checked<ProvenLaneBlock> older = client.lanes().laneBlock(TestNetwork.LANE, laneHeight - 1);
      assertThat(refusal(older).code()).isEqualTo(RefusalCode.LANE_BLOCK_NOT_FOUND);
      assertThat(refusal(older).limit()).startsWith(laneHeight + " to ");
      Refusal block = refusal(client.chain().block(INTERVAL_BLOCKS, false));
      assertThat(block.code()).isEqualTo(RefusalCode.HEIGHT_NOT_FOUND);
      long known = status(node).earliestHeight();
      Refusal changes = refusal(client.chain().validatorChanges(known - 1));
      assertThat(changes.code()).isEqualTo(RefusalCode.HEIGHT_NOT_FOUND);
      assertThat(changes.limit()).isEqualTo("at least " + known);
      assertThat(value(client.chain().validatorChanges(known))).isEmpty();
    }
  }

  /// Validators changed before its snapshot: who follows them from the genesis is sent elsewhere,
  /// and who begins with a newer point is served.
  private void requireSendsReadersOn(NodeProcess node) throws Exception {
    try (WeftClient client = node.connect(ClientConfig.defaults())) {
      BlockAnchor newest = value(client.chain().newestAnchor());
      assertThatThrownBy(() -> client.anchors(Trust.of(genesis(node))).check(newest))
          .isInstanceOf(UnknownValidatorsException.class)
          .hasMessageContaining("began with a snapshot")
          .hasMessageContaining("Ask a node that began with the first block");
    }
    Path point = folder.resolve("point.json");
    Joiner.run("validator", "pin", "--out", point.toString(), "--node", node.grpc());
    Joiner.run("attestation", "show", "--trust", point.toString(), "--node", node.grpc());
  }

  private static TrustedPoint genesis(NodeProcess node) {
    Genesis genesis = node.directory().genesis();
    return new TrustedPoint(genesis.chainId(), 1, genesis.firstValidators(), genesis.timeMs());
  }

  /// The disk is lost but for the keys and the record of what was signed last.
  private static void comeBackWithoutADisk(TestNetwork network, Joiner joiner) throws Exception {
    long before = status(joiner.node()).earliestHeight();
    String[] sync = {"node", "sync", "--data", joiner.folder(), "--from", network.node(1).http()};
    String[] discard =
        Stream.concat(Stream.of(sync), Stream.of("--discard")).toArray(String[]::new);
    assertThat(CommandRun.of(discard).err()).contains("runs").contains("Stop it first");
    joiner.node().kill(Part.BOTH);
    assertThat(CommandRun.of(sync).err()).contains("has blocks already").contains("--discard");
    Path signed = joiner.node().directory().engine().signingStateFile();
    Bytes record = Bytes.wrap(Files.readAllBytes(signed));
    Path store = joiner.node().directory().store();
    Joiner.run(discard);
    assertThat(store).doesNotExist();
    assertThat(Bytes.wrap(Files.readAllBytes(signed))).isEqualTo(record);
    joiner.node().start();
    awaitReady(joiner.node(), before);
    requireRestored(joiner.node());
    assertThat(status(joiner.node()).earliestHeight()).isGreaterThan(before);
    requireSameState(network.node(1), joiner.node());
  }

  /// All is lost but the keys, even the record of what was signed: as `docs/operations.md` tells,
  /// the key that signs comes last.
  private Joiner restoreFromKeys(TestNetwork network, NodeDirectory lost) throws Exception {
    Path backup = folder.resolve("backup");
    Files.move(lost.path(), backup);
    Files.createDirectory(lost.path());
    Files.move(backup.resolve("keys"), lost.path().resolve("keys"));
    NodeDirectory before = new NodeDirectory(backup);
    long signed =
        JsonMapper.shared()
            .readTree(Files.readString(before.engine().signingStateFile()))
            .path("height")
            .asLong();
    Joiner joiner = joiner(network);
    try {
      joiner.node().start();
      awaitReady(joiner.node(), signed + 1);
      joiner.node().kill(Part.BOTH);
      Files.copy(
          before.engine().validatorKeyFile(),
          lost.engine().validatorKeyFile(),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      joiner.node().start();
      return joiner;
    } catch (Exception | AssertionError e) {
      joiner.close();
      throw e;
    }
  }

  private static Joiner joiner(TestNetwork network) {
    // The other one soon lacks the block that is trusted.
    return Joiner.init(
        network, VALIDATORS + 1, SNAPSHOTS, "--state-sync-from", network.node(1).http());
  }

  private static void requireSameState(NodeProcess one, NodeProcess other) throws Exception {
    try (WeftClient first = one.connect(ClientConfig.defaults());
        WeftClient second = other.connect(ClientConfig.defaults())) {
      long height = status(other).height();
      Poll.require(
          "block " + height + " attested at both",
          TestNetwork.WAIT_MS,
          () ->
              statement(first, height).isPresent()
                  && statement(second, height).equals(statement(first, height)));
    }
  }

  /// Names the block and the state after it.
  private static Optional<BlockStatement> statement(WeftClient client, long height) {
    return client.chain().attestation(height)
                instanceof Checked.Ok<AttestedHeight>(AttestedHeight attested)
            && attested.anchor().orElse(null) instanceof AttestedAnchor anchor
        ? Optional.of(anchor.statement())
        : Optional.empty();
  }

  private static void awaitPruned(NodeProcess node) throws Exception {
    try (EngineRpc rpc = new EngineRpc(node.rpc(), ASK_MS)) {
      Poll.require(
          "store and engine without the first blocks",
          TestNetwork.WAIT_MS,
          () ->
              status(node).earliestHeight() > 1
                  && rpc.status().toOptional().orElseThrow().earliestHeight() > 1);
    }
  }

  /// The other validator has them all.
  private static void followAllBlocks(TestNetwork network) throws Exception {
    try (Joiner joiner = Joiner.init(network, VALIDATORS, Map.of())) {
      joiner.node().start();
      awaitReady(joiner.node(), INTERVAL_BLOCKS);
      assertThat(status(joiner.node()).earliestHeight()).isEqualTo(1);
      requireSameState(network.node(1), joiner.node());
    }
  }

  /// As far as the one that joined knows, it knows the same.
  private static void requireOneChain(NodeDirectory whole, NodeDirectory joined) {
    try (RocksNodeStore expected = RocksNodeStore.open(whole.store(), StoreSettings.defaults());
        RocksNodeStore store = RocksNodeStore.open(joined.store(), StoreSettings.defaults())) {
      long last = Math.min(expected.head().height(), store.head().height());
      assertThat(last).isGreaterThan(store.earliestHeight());
      for (long height = store.earliestHeight(); height <= last; height++) {
        assertThat(store.block(height).map(StoredBlock::blockHash))
            .as("block %d", height)
            .isEqualTo(expected.block(height).map(StoredBlock::blockHash));
      }
      assertThat(ConservationCheck.violations(store.state())).isEmpty();
    }
  }

  /// Its connection needs a moment after a kill.
  private static NodeStatus status(NodeProcess node) throws Exception {
    AtomicReference<Optional<NodeStatus>> answer = new AtomicReference<>(Optional.empty());
    Poll.require(
        "an answer of node " + node.index(),
        TestNetwork.WAIT_MS,
        () -> {
          answer.set(node.status());
          return answer.get().isPresent();
        });
    return answer.get().orElseThrow();
  }

  private static <T> T value(Checked<T> answer) {
    return switch (answer) {
      case Checked.Ok<T>(T value) -> value;
      case Checked.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal.toString());
    };
  }

  private static Refusal refusal(Checked<?> answer) {
    return switch (answer) {
      case Checked.Ok<?> ok -> throw new AssertionError(ok.toString());
      case Checked.Refused<?>(Refusal refusal) -> refusal;
    };
  }
}
