package weft.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.cli.node.Replay;
import weft.examples.amm.AmmConfig;
import weft.examples.amm.AmmListener;
import weft.examples.amm.AmmRollup;
import weft.examples.amm.Operation;
import weft.examples.amm.SignedOperation;
import weft.node.NodeDirectory;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneHeader;
import weft.protocol.refusal.Checked;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.LaneRange;
import weft.rollup.client.RetryPolicy;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;
import weft.rollup.execution.ConductorConfig;
import weft.rollup.execution.ConductorState;
import weft.rollup.lane.FollowerState;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;
import weft.storage.StoredBlock;

/// A node is killed at random moments, while it serves and while it starts, and nothing that it
/// said is ever taken back. `-Dweft.seed=N` repeats a run.
final class KillTest {
  private static final int KILLS = 8;
  private static final int MANY_KILLS = 100;
  private static final long SEED = Long.getLong("weft.seed", System.nanoTime());
  private static final List<String> JVM = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");
  private static final List<String> SETTINGS = List.of("engine.min-interval-ms=20");
  private static final RollupId PLAIN = RollupId.of("plain");
  private static final RollupId AMM = RollupId.of("amm");
  private static final long LANE_BYTES = 1 << 20;
  private static final long PROGRESS_WAIT_MS = 60_000;
  private static final int EARLY_ONE_IN = 4;

  @TempDir private Path folder = Path.of(".");
  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void nothingThatWasAcknowledgedIsEverLost() throws Exception {
    killAndCheck(KILLS);
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nothingIsLostInAHundredKills() throws Exception {
    killAndCheck(MANY_KILLS);
  }

  private void killAndCheck(int kills) throws Exception {
    System.out.printf("%d kills with %s%n", kills, seed());
    NodeDirectory directory = ProofChain.create(folder.resolve("node"), Map.of());
    Trust trusted = ProofChain.trusted(directory);
    ClientConfig stubborn = ClientConfig.defaults().withRetry(new RetryPolicy(1_000, 20, 200));
    ChildNode node = ChildNode.serve(directory.path(), JVM, SETTINGS);
    int port = node.grpcPort();
    try (WeftClient client = node.connect(stubborn)) {
      try {
        ProofChain.registerAll(client, LANE_BYTES, PLAIN, AMM);
        Swaps swaps = new Swaps(folder.resolve("amm"), client, trusted);
        try (HeadWatch heads = new HeadWatch(client);
            LaneWatch lane = new LaneWatch(client, PLAIN, trusted)) {
          List<Load> loads = loads(client);
          for (int kill = 1; kill <= kills; kill++) {
            killAtRandom(node, loads, kill);
            swaps.maybeRestart(random);
            node.close();
            node = start(directory, port);
          }
          node.awaitServing();
          awaitReceipts(loads, 50, kills);
          for (Load load : loads) {
            load.close();
          }
          ProofChain.awaitSettled(client);
          swaps.requireAgreement();
          finish(kills, node, directory, loads, heads, lane);
        } finally {
          swaps.close();
        }
      } finally {
        node.close();
      }
    }
  }

  private static ChildNode start(NodeDirectory directory, int port) throws IOException {
    return ChildNode.start(directory.path(), port, JVM, SETTINGS);
  }

  private static List<Load> loads(WeftClient client) {
    Load.Payloads numbers =
        (channel, sequence) -> new ByteWriter().u64(channel).u64(sequence).toBytes();
    return List.of(
        new Load(client, ProofChain.account(1), 3, PLAIN, numbers),
        new Load(client, ProofChain.account(2), 2, PLAIN, numbers),
        new Load(client, ProofChain.account(3), 1, AMM, Swaps::payload));
  }

  /// Kills while the node serves under load, or, once in a while, while it still starts.
  private void killAtRandom(ChildNode node, List<Load> loads, int kill) throws Exception {
    boolean early = kill > 1 && random.nextInt(EARLY_ONE_IN) == 0;
    if (early) {
      // The moment of the kill, anywhere in the start.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
    } else {
      node.awaitServing();
      awaitReceipts(loads, random.nextInt(1, 200), kill);
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(30_000)));
    }
    node.kill();
  }

  private static void awaitReceipts(List<Load> loads, int more, int kill) throws Exception {
    long target = receipts(loads) + more;
    Poll.require(
        "receipts after kill " + kill + " (" + seed() + ")",
        PROGRESS_WAIT_MS,
        () -> {
          requireHonest(loads);
          return receipts(loads) >= target;
        });
  }

  private static long receipts(List<Load> loads) {
    return loads.stream().mapToLong(load -> load.receipts().size()).sum();
  }

  private static void requireHonest(List<Load> loads) {
    for (Load load : loads) {
      assertThat(load.faults()).as("refusals that nothing explains (%s)", seed()).isEmpty();
    }
  }

  private static void finish(
      int kills,
      ChildNode node,
      NodeDirectory directory,
      List<Load> loads,
      HeadWatch heads,
      LaneWatch lane)
      throws Exception {
    requireHonest(loads);
    assertThat(heads.forks()).as("blocks that changed (%s)", seed()).isEmpty();
    assertThat(node.stop()).as(node.output()).isIn(0, 143);
    try (RocksNodeStore store = RocksNodeStore.open(directory.store(), StoreSettings.defaults())) {
      requireStatuses(store, loads);
      requireHeads(store, heads.seen());
      requireLane(store, lane);
      Conserved.require(store);
      Replay.Result replayed = Replay.run(directory.genesis(), store);
      assertThat(replayed.head()).as(seed()).isEqualTo(store.head());
      System.out.printf(
          "%d kills, %d receipts, %d blocks, %d transactions, %d lane blocks followed (%s)%n",
          kills,
          receipts(loads),
          replayed.head().height(),
          replayed.transactions(),
          lane.headers().size(),
          seed());
    }
  }

  /// What was acknowledged is in exactly the block that its status names.
  private static void requireStatuses(RocksNodeStore store, List<Load> loads) {
    Set<Hash32> included = new HashSet<>();
    for (long height = 1; height <= store.head().height(); height++) {
      for (Hash32 hash : store.block(height).orElseThrow().transactionHashes()) {
        assertThat(included.add(hash)).as("%s is in two blocks (%s)", hash, seed()).isTrue();
      }
    }
    for (Load load : loads) {
      Set<Hash32> acknowledged = new HashSet<>(load.taken());
      acknowledged.addAll(load.receipts().keySet());
      assertThat(acknowledged).as(seed()).isNotEmpty();
      for (Hash32 hash : acknowledged) {
        Optional<TransactionStatus> status = store.finalStatus(hash);
        assertThat(status).as("status of acknowledged %s (%s)", hash, seed()).isPresent();
        TransactionState state = status.get().state();
        // This load never replaces, never lets expire and can pay: anything else is a loss.
        assertThat(state).as("%s (%s)", status.get(), seed()).isEqualTo(TransactionState.SOFT);
        assertThat(included).as("%s (%s)", status.get(), seed()).contains(hash);
      }
    }
  }

  private static void requireHeads(RocksNodeStore store, Map<Long, Hash32> seen) {
    assertThat(seen).as(seed()).isNotEmpty();
    seen.forEach(
        (height, hash) ->
            assertThat(store.block(height).map(StoredBlock::blockHash))
                .as("announced block %d (%s)", height, seed())
                .contains(hash));
  }

  private static void requireLane(RocksNodeStore store, LaneWatch lane) {
    long latest = store.laneRange(PLAIN).latest();
    assertThat(lane.state())
        .as("the follower (%s)", seed())
        .isNotInstanceOf(FollowerState.CaughtLie.class)
        .isNotInstanceOf(FollowerState.Refused.class);
    List<Hash32> headers = lane.headers();
    assertThat(headers).as("followed lane (%s)", seed()).hasSize((int) latest);
    for (int i = 0; i < headers.size(); i++) {
      LaneBlock stored = store.laneBlock(PLAIN, i + 1L).orElseThrow().laneBlock();
      assertThat(LaneHeader.decode(stored.header()).hash())
          .as("lane height %d (%s)", i + 1, seed())
          .isEqualTo(headers.get(i));
    }
  }

  private static String seed() {
    return "-Dweft.seed=" + SEED;
  }

  /// An AMM rollup with stored state that is stopped and started again, too.
  private static final class Swaps implements AutoCloseable {
    private static final long AGREE_WAIT_MS = 60_000;

    private final Path data;
    private final WeftClient client;
    private final Trust trusted;
    private AmmRollup rollup;
    private final List<ConductorState> ends = new ArrayList<>();

    Swaps(Path data, WeftClient client, Trust trusted) throws IOException {
      this.data = data;
      this.client = client;
      this.trusted = trusted;
      this.rollup = open(Optional.of(data));
    }

    static Bytes payload(long channel, long sequence) {
      return SignedOperation.sign(
          AMM,
          ProofChain.account(3),
          sequence,
          new Operation.Swap(0, sequence % 2 == 0, 1_000 + sequence % 7, 0));
    }

    private AmmRollup open(Optional<Path> where) throws IOException {
      AmmConfig config =
          AmmConfig.demo(AMM, 2_000_000_000L, List.of(ProofChain.account(3).address()), where);
      ConductorConfig quick = ConductorConfig.defaults().withFollower(LaneWatch.quickToReturn());
      return AmmRollup.start(config, client.lanes(), trusted, quick, AmmListener.NONE);
    }

    void maybeRestart(SplittableRandom random) throws IOException {
      if (random.nextBoolean()) {
        ends.add(rollup.state().conductor());
        rollup.close();
        rollup = open(Optional.of(data));
      }
    }

    /// One that reads the whole lane at once comes to the same state.
    void requireAgreement() throws Exception {
      try (AmmRollup fresh = open(Optional.empty())) {
        long latest = latest();
        Poll.require(
            "rollups at lane height " + latest + " (" + seed() + ")",
            AGREE_WAIT_MS,
            () -> rollup.state().block() == latest && fresh.state().block() == latest);
        assertThat(rollup.state().stateRoot())
            .as("state of the restarted rollup (%s)", seed())
            .isEqualTo(fresh.state().stateRoot());
        assertThat(rollup.state().pools()).as(seed()).isEqualTo(fresh.state().pools());
        assertThat(fresh.state().executed()).as(seed()).isPositive();
        assertThat(fresh.state().skipped()).as(seed()).isZero();
      }
      assertThat(ends).as(seed()).noneMatch(end -> end instanceof ConductorState.Final);
    }

    private long latest() {
      return client.lanes().laneBlocks(AMM, 1, 1, 1)
              instanceof Checked.Ok<LaneRange>(LaneRange range)
          ? range.latest()
          : -1;
    }

    @Override
    public void close() {
      rollup.close();
    }
  }
}
