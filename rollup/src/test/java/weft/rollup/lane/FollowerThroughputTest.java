package weft.rollup.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.primitives.Bytes;
import weft.protocol.block.AnchorCheck;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.rollup.FakeChain;
import weft.rollup.FakeNode;
import weft.rollup.LaneData;
import weft.rollup.client.LaneBytes;
import weft.rollup.client.WeftClient;

/// Measures catching up: reading messages alone, verifying alone, and both over a socket with the
/// node in the same process. Prints; asserts only that everything was verified.
@Tag("slow")
final class FollowerThroughputTest {
  private static final RollupId LANE = RollupId.of("lane");
  private static final int ROUNDS = 5;

  private interface Round {
    void run() throws InterruptedException;
  }

  @ParameterizedTest
  @CsvSource({"64, 4096, 256", "64, 16, 65536", "1024, 32, 1024"})
  void catchesUp(int blocks, int entries, int bytes) throws Exception {
    FakeChain chain = new FakeChain();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < blocks; i++) {
      chain.append(LANE, LaneData.entries(random, entries, bytes));
    }
    long total = (long) blocks * entries * bytes;
    List<ProvenLaneBlock> proven = chain.laneBlocks(LANE, 1);
    List<Bytes> encoded = proven.stream().map(LaneBytes::encode).toList();
    String read = best(total, () -> encoded.forEach(LaneBytes::decodeProvenLaneBlock));
    String verify = best(total, () -> verify(chain, proven));
    String follow;
    try (FakeNode node = FakeNode.start(chain);
        WeftClient client = WeftClient.connect(node.target())) {
      follow = best(total, () -> follow(chain, client, blocks));
    }
    System.out.printf(
        "follower, %d lane blocks of %d x %d B: MB/s: read %s, verify %s, follow %s%n",
        blocks, entries, bytes, read, verify, follow);
    assertThat(follow).as("MB/s").doesNotStartWith("0 ");
  }

  private static void verify(FakeChain chain, List<ProvenLaneBlock> proven) {
    LaneCursor cursor = LaneCursor.start();
    AnchorCheck anchors = AnchorCheck.of(chain.trusted());
    for (ProvenLaneBlock one : proven) {
      var verdict = LaneRules.checkNext(cursor, one, LANE, anchors);
      assertThat(verdict).isInstanceOf(Verdict.Valid.class);
      cursor = LaneCursor.after(((Verdict.Valid<VerifiedLaneBlock>) verdict).value().header());
    }
  }

  private static void follow(FakeChain chain, WeftClient client, int blocks)
      throws InterruptedException {
    try (LaneFollower follower =
        new LaneFollower(
            client.lanes(), LANE, chain.trust(), LaneCursor.start(), FollowerConfig.defaults())) {
      LaneFollowerTest.take(follower, blocks);
    }
  }

  /// Bytes per microsecond, which is MB/s, of the best round: by the clock, and by this thread's
  /// processor time, which other work on the machine hardly changes.
  private static String best(long bytes, Round round) throws InterruptedException {
    long byClock = 0;
    long byThread = 0;
    for (int i = 0; i < ROUNDS; i++) {
      long startNs = System.nanoTime();
      long startCpuNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      round.run();
      long cpuNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startCpuNs;
      byClock = Math.max(byClock, bytes * 1_000 / (System.nanoTime() - startNs));
      byThread = Math.max(byThread, bytes * 1_000 / Math.max(1, cpuNs));
    }
    return byClock + " (" + byThread + " by processor time)";
  }
}
