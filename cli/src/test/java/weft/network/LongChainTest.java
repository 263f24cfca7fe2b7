package weft.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.cli.node.NodeSetup;
import weft.cli.testnet.NodeProcess;
import weft.node.configuration.ConfigurationKey;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Sha256;
import weft.proof.Acknowledged;
import weft.proof.Poll;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.Envelope;
import weft.rollup.client.NodeStatus;
import weft.rollup.client.WeftClient;

/// A joiner of a chain of 100,000 transactions, which made 50,000 accounts: by a snapshot it is
/// live in seconds; how long all the blocks take is measured beside it.
final class LongChainTest {
  private static final int VALIDATORS = 2;
  private static final int TRANSACTIONS = 100_000;
  private static final int BATCH = 500;
  private static final int MOST_WAITING = 20_000;
  private static final int PAYLOAD_BYTES = 256;
  private static final long INTERVAL_BLOCKS = 250;
  private static final long SECONDS_MS = 60_000;

  private static final Map<ConfigurationKey, String> SNAPSHOTS =
      Map.of(ConfigurationKey.ENGINE_SNAPSHOT_INTERVAL_BLOCKS, Long.toString(INTERVAL_BLOCKS));

  @TempDir private Path folder = Path.of(".");

  @Test
  @Tag("slow")
  @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aJoinerIsLiveInSeconds() throws Exception {
    TestNetwork.requireEngine();
    try (TestNetwork network =
        TestNetwork.create(folder.resolve("network"), VALIDATORS, SNAPSHOTS, Map.of())) {
      network.start();
      fill(network);
      long height = TestNetwork.highest(network.nodes());
      awaitSnapshotAfter(network.node(0), height);
      long bySnapshotMs;
      try (Joiner joiner =
          Joiner.init(
              network, VALIDATORS, SNAPSHOTS, "--state-sync-from", network.node(0).http())) {
        bySnapshotMs = live(joiner.node(), height);
        assertThat(joiner.node().status().map(NodeStatus::earliestHeight).orElseThrow())
            .isGreaterThan(height);
      }
      System.out.printf(
          "%d transactions in %d blocks: live %d ms after its start%n",
          TRANSACTIONS, height, bySnapshotMs);
      assertThat(bySnapshotMs).isLessThan(SECONDS_MS);
    }
  }

  /// From its start until it has the height, makes blocks with the others, and says so.
  private static long live(NodeProcess node, long height) throws Exception {
    long beganNs = System.nanoTime();
    node.start();
    boolean isLive = node.await(height, TestNetwork.WAIT_MS);
    assertThat(isLive).as(isLive ? "" : node.lastLines(60)).isTrue();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
  }

  private static void awaitSnapshotAfter(NodeProcess node, long height) throws Exception {
    long next = (height / INTERVAL_BLOCKS + 1) * INTERVAL_BLOCKS;
    Path manifest = node.directory().snapshots().resolve(Long.toString(next)).resolve("manifest");
    Poll.require("the snapshot of " + next, TestNetwork.WAIT_MS, () -> Files.exists(manifest));
  }

  /// Half of them make an account each, half carry a payload.
  private static void fill(TestNetwork network) throws Exception {
    List<Thread> feeders = new ArrayList<>();
    List<Acknowledged> all = new ArrayList<>();
    for (int index = 0; index < VALIDATORS; index++) {
      NodeProcess node = network.node(index);
      int account = index + 1;
      Acknowledged acknowledged = new Acknowledged();
      all.add(acknowledged);
      feeders.add(Thread.ofPlatform().start(() -> feed(node, account, acknowledged)));
    }
    for (Thread feeder : feeders) {
      feeder.join();
    }
    for (Acknowledged one : all) {
      assertThat(one.faults()).isEmpty();
      assertThat(one.taken()).hasSize(TRANSACTIONS / VALIDATORS);
    }
    network.awaitSettled();
  }

  private static void feed(NodeProcess node, int account, Acknowledged acknowledged) {
    try (WeftClient client = node.connect(ClientConfig.defaults())) {
      for (int sequence = 0; sequence < TRANSACTIONS / VALIDATORS; ) {
        List<Envelope> open = new ArrayList<>();
        for (int i = 0; i < BATCH; i++, sequence++) {
          open.add(transaction(account, sequence));
        }
        while (!open.isEmpty() && acknowledged.isSound()) {
          open = acknowledged.submit(client, open);
        }
        Poll.require(
            "room in the mempool",
            TestNetwork.WAIT_MS,
            () ->
                node.status()
                    .filter(status -> status.mempoolTransactions() < MOST_WAITING)
                    .isPresent());
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Envelope transaction(int account, int sequence) {
    if (sequence % 2 == 0) {
      Bytes payload = Bytes.wrap(new byte[PAYLOAD_BYTES]);
      return TestNetwork.submission(TestNetwork.account(account), 0, sequence, payload);
    }
    Bytes seed = new ByteWriter(16).u64(account).u64(sequence).toBytes();
    Address fresh = Address.of(Sha256.hash(seed).bytes().slice(0, Address.SIZE));
    return Envelope.of(
        TestNetwork.transaction(0, sequence)
            .transfer(fresh, NodeSetup.ASSET, Amount.of(1))
            .sign(TestNetwork.account(account)));
  }
}
