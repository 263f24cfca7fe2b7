package weft.rollup.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.primitives.Bytes;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;
import weft.rollup.FakeChain;
import weft.rollup.FakeNode;
import weft.rollup.LaneData;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.RetryPolicy;
import weft.rollup.client.WeftClient;

final class LaneFollowerTest {
  private static final RollupId LANE = RollupId.of("lane");
  private static final FollowerConfig QUICK =
      FollowerConfig.defaults().withBackOff(new RetryPolicy(1, 5, 50));

  private static final int SMALL_MESSAGE_BYTES = 20_000;

  private final SplittableRandom random = new SplittableRandom(1);
  private final FakeChain chain = new FakeChain();
  private FakeNode node;
  private WeftClient client;

  @BeforeEach
  void start() throws IOException {
    node = FakeNode.start(chain);
    client = client(node);
  }

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  private static WeftClient client(FakeNode node) {
    return WeftClient.connect(
        node.target(),
        ClientConfig.defaults().withRetry(new RetryPolicy(3, 5, 50)).withCallTimeoutMs(5_000));
  }

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      chain.append(LANE, LaneData.entries(random, 1 + random.nextInt(4), 100));
    }
  }

  private LaneFollower follower(LaneCursor cursor) {
    return new LaneFollower(client.lanes(), LANE, chain.trust(), cursor, QUICK);
  }

  static List<VerifiedLaneBlock> take(LaneFollower follower, int count)
      throws InterruptedException {
    List<VerifiedLaneBlock> taken = new ArrayList<>();
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (taken.size() < count) {
      assertThat(System.nanoTime()).as("stuck at %s", follower.state()).isLessThan(deadlineNs);
      switch (follower.next(100)) {
        case Followed.Verified(VerifiedLaneBlock block) -> taken.add(block);
        case Followed.Nothing _ -> {}
        case Followed.Ended(FollowerState.Final last) -> throw new AssertionError(last.toString());
      }
    }
    return taken;
  }

  private void assertInOrder(List<VerifiedLaneBlock> blocks, long from) {
    for (int i = 0; i < blocks.size(); i++) {
      assertThat(blocks.get(i).header()).isEqualTo(chain.header(LANE, from + i));
    }
  }

  @Test
  void catchesUpInRangesAndGoesLiveWithoutGap() throws InterruptedException {
    append(50);
    node.maxRange(7);
    try (LaneFollower follower = follower(LaneCursor.start())) {
      assertInOrder(take(follower, 50), 1);
      assertThat(node.rangeCalls()).isEqualTo(8);
      append(5);
      assertInOrder(take(follower, 5), 51);
      assertThat(follower.state()).isEqualTo(new FollowerState.Live(55));
      assertThat(node.streamCalls()).isEqualTo(1);
    }
  }

  @Test
  void waitsForALaneThatHasNotBegun() throws InterruptedException {
    try (LaneFollower follower = follower(LaneCursor.start())) {
      assertThat(follower.next(50)).isEqualTo(new Followed.Nothing());
      append(2);
      assertInOrder(take(follower, 2), 1);
    }
  }

  @Test
  void resumesAtAnyHeightWithoutReadingTheHistory() throws InterruptedException {
    append(300);
    take(follower(LaneCursor.start()), 10);
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      long height = 1L + random.nextInt(298);
      long startNs = System.nanoTime();
      try (LaneFollower follower = follower(LaneCursor.after(chain.header(LANE, height)))) {
        assertInOrder(take(follower, 1), height + 1);
      }
      micros.add((System.nanoTime() - startNs) / 1_000);
    }
    micros.sort(null);
    System.out.println(
        "resume: p50 "
            + micros.get(30)
            + " us, p90 "
            + micros.get(54)
            + " us, worst "
            + micros.getLast()
            + " us");
    // Other work on the machine slows many of them down, but not all.
    assertThat(micros.get(6)).as("10th percentile of resuming, in us").isLessThan(20_000);
  }

  @Test
  void comesBackWhenTheNodeRestarts() throws Exception {
    append(3);
    try (LaneFollower follower = follower(LaneCursor.start())) {
      take(follower, 3);
      int port = node.port();
      node.close();
      while (!(follower.state() instanceof FollowerState.Reconnecting)) {
        assertThat(follower.next(20)).isEqualTo(new Followed.Nothing());
      }
      append(4);
      node = FakeNode.start(chain, port);
      assertInOrder(take(follower, 4), 4);
      append(1);
      assertInOrder(take(follower, 1), 8);
    }
  }

  @Test
  void waitsForANodeThatIsBehind() throws Exception {
    append(5);
    LaneHeader ahead = chain.header(LANE, 5);
    FakeChain restored = new FakeChain();
    SplittableRandom same = new SplittableRandom(1);
    for (int i = 0; i < 3; i++) {
      restored.append(LANE, LaneData.entries(same, 1 + same.nextInt(4), 100));
    }
    try (FakeNode behind = FakeNode.start(restored);
        WeftClient other = client(behind);
        LaneFollower follower =
            new LaneFollower(other.lanes(), LANE, chain.trust(), LaneCursor.after(ahead), QUICK)) {
      while (!(follower.state() instanceof FollowerState.Reconnecting)) {
        assertThat(follower.next(20)).isEqualTo(new Followed.Nothing());
      }
      assertThat(((FollowerState.Reconnecting) follower.state()).reason()).contains("behind");
    }
  }

  @Test
  void endsWhereTheNodeHasDroppedTheHistory() throws InterruptedException {
    append(5);
    node.earliest(4);
    try (LaneFollower follower = follower(LaneCursor.start())) {
      Followed last = follower.next(2_000);
      assertThat(last).isInstanceOf(Followed.Ended.class);
      assertThat(follower.state()).isInstanceOf(FollowerState.Refused.class);
      FollowerState.Refused refused = (FollowerState.Refused) follower.state();
      assertThat(refused.refusal().code()).isEqualTo(RefusalCode.LANE_BLOCK_NOT_FOUND);
    }
  }

  private WeftClient clientOfSmallMessages() {
    return WeftClient.connect(
        node.target(), ClientConfig.defaults().withMaxMessageBytes(SMALL_MESSAGE_BYTES));
  }

  private static void assertEndsAsTooLarge(LaneFollower follower) throws InterruptedException {
    assertThat(follower.next(10_000)).isInstanceOf(Followed.Ended.class);
    assertThat(follower.state())
        .isInstanceOfSatisfying(
            FollowerState.Refused.class,
            refused -> {
              assertThat(refused.laneHeight()).isEqualTo(1);
              assertThat(refused.refusal().code()).isEqualTo(RefusalCode.REQUEST_TOO_LARGE);
              assertThat(refused.refusal().message()).contains("size " + SMALL_MESSAGE_BYTES);
              assertThat(refused.refusal().nextStep()).contains("ClientConfig.withMaxMessageBytes");
            });
  }

  @Test
  void endsAtARangeThatIsLargerThanTheClientTakes() throws InterruptedException {
    append(1);
    chain.append(LANE, LaneData.entries(random, 1, 2 * SMALL_MESSAGE_BYTES));
    node.maxRange(1);
    try (WeftClient small = clientOfSmallMessages();
        LaneFollower follower =
            new LaneFollower(small.lanes(), LANE, chain.trust(), LaneCursor.start(), QUICK)) {
      take(follower, 1);
      assertEndsAsTooLarge(follower);
    }
  }

  @Test
  void endsAtALiveLaneBlockThatIsLargerThanTheClientTakes() throws InterruptedException {
    append(1);
    try (WeftClient small = clientOfSmallMessages();
        LaneFollower follower =
            new LaneFollower(small.lanes(), LANE, chain.trust(), LaneCursor.start(), QUICK)) {
      take(follower, 1);
      assertThat(follower.next(20)).isEqualTo(new Followed.Nothing());
      chain.append(LANE, LaneData.entries(random, 1, 2 * SMALL_MESSAGE_BYTES));
      assertEndsAsTooLarge(follower);
    }
  }

  @Test
  void closesFromAnotherThread() throws InterruptedException {
    append(1);
    LaneFollower follower = follower(LaneCursor.start());
    take(follower, 1);
    Thread closer = Thread.ofVirtual().start(follower::close);
    Followed last = follower.next(10_000);
    while (last instanceof Followed.Nothing) {
      last = follower.next(10_000);
    }
    closer.join();
    assertThat(last).isEqualTo(new Followed.Ended(new FollowerState.Closed(1)));
  }

  @Test
  void writesEvidenceAsJson(@TempDir Path directory) throws Exception {
    append(3);
    Lies.GAP.tell(node, chain, LANE, 2);
    try (LaneFollower follower = follower(LaneCursor.start())) {
      take(follower, 1);
      Evidence evidence = Lies.evidence(follower);
      Path file = directory.resolve("evidence.json");
      evidence.writeTo(file);
      assertThat(Files.readString(file))
          .startsWith("{\"rollup\":\"lane\",\"rule\":\"LANE-9\",")
          .contains("\"chainId\":7")
          .contains("\"expectedLaneHeight\":2")
          .contains("\"acceptedHeader\":\"" + chain.header(LANE, 1).encode().toHex() + "\"")
          .endsWith("}\n");
      assertThat(directory).isDirectoryContaining(file::equals);
    }
  }

  @Test
  void keepsACursorAsBytes() {
    append(2);
    LaneCursor cursor = LaneCursor.after(chain.header(LANE, 2));
    assertThat(LaneCursor.decode(cursor.encode())).isEqualTo(cursor);
    assertThat(LaneCursor.decode(Bytes.EMPTY)).isEqualTo(LaneCursor.start());
    assertThat(cursor.nextLaneHeight()).isEqualTo(3);
  }
}
