package weft.rollup.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.UnattestedAnchor;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.light.TrustedPoint;
import weft.protocol.state.StateProof;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.rollup.FakeChain;
import weft.rollup.FakeNetwork;
import weft.rollup.FakeNode;
import weft.rollup.LaneData;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.RetryPolicy;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;

/// Lane blocks whose own blocks nobody can judge: never attested, or older than trust goes back.
final class BackwardProofTest {
  private static final RollupId LANE = RollupId.of("lane");
  private static final RollupId OTHER = RollupId.of("other");
  private static final long START_MS = 1_700_000_000_000L;
  private static final long PERIOD_MS = Duration.ofDays(1).toMillis();

  private final SplittableRandom random = new SplittableRandom(3);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Instant now = Instant.ofEpochMilli(START_MS);

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  private FakeNode node(FakeChain chain) throws IOException {
    FakeNode node = FakeNode.start(chain);
    opened.add(node);
    return node;
  }

  private WeftClient client(FakeNode node) {
    WeftClient client =
        WeftClient.connect(
            node.target(),
            ClientConfig.defaults().withRetry(new RetryPolicy(2, 5, 50)).withCallTimeoutMs(5_000));
    opened.add(client);
    return client;
  }

  private LaneFollower follower(FakeNode node, Trust trust) {
    LaneFollower follower =
        new LaneFollower(
            client(node).lanes(),
            LANE,
            trust,
            LaneCursor.start(),
            FollowerConfig.defaults().withBackOff(new RetryPolicy(1, 2, 20)).withClock(() -> now));
    opened.add(follower);
    return follower;
  }

  private void append(FakeChain chain, int count) {
    for (int i = 0; i < count; i++) {
      chain.append(LANE, LaneData.entries(random, 1, 20));
    }
  }

  private void silent(FakeChain chain) {
    chain.append(OTHER, LaneData.entries(random, 1, 20));
  }

  private static List<Boolean> byTheirOwn(List<VerifiedLaneBlock> blocks) {
    return blocks.stream().map(block -> block.anchor().isPresent()).toList();
  }

  @Test
  void aBlockThatIsNeverAttestedIsProvenByTheNextOfTheLane() throws Exception {
    FakeNetwork network = FakeNetwork.of(1, 2, 3, 4);
    FakeChain chain = new FakeChain(network);
    append(chain, 2);
    network.neglect();
    append(chain, 1);
    network.neglect();
    append(chain, 3);
    LaneFollower follower = follower(node(chain), chain.trust());
    List<VerifiedLaneBlock> blocks = LaneFollowerTest.take(follower, 6);
    NetworkFollowerTest.assertInOrder(chain, blocks, 1);
    assertThat(byTheirOwn(blocks)).containsExactly(true, true, false, false, false, true);
    network.neglect();
    append(chain, 2);
    NetworkFollowerTest.assertInOrder(chain, LaneFollowerTest.take(follower, 2), 7);
    assertThat(follower.state()).isInstanceOf(FollowerState.Live.class);
  }

  @Test
  void theStateProvesTheLastOfALaneThatIsSilent() throws Exception {
    FakeNetwork network = FakeNetwork.of(1, 2, 3, 4);
    FakeChain chain = new FakeChain(network);
    append(chain, 1);
    LaneFollower follower = follower(node(chain), chain.trust());
    LaneFollowerTest.take(follower, 1);
    network.neglect();
    append(chain, 1);
    assertThat(follower.next(20)).isEqualTo(new Followed.Nothing());
    network.neglect();
    silent(chain);
    assertThat(NetworkFollowerTest.pause(follower).reason())
        .contains("lane block 2 cannot be judged by its own block")
        .contains("nothing later that can is there yet");
    silent(chain);
    List<VerifiedLaneBlock> blocks = LaneFollowerTest.take(follower, 1);
    NetworkFollowerTest.assertInOrder(chain, blocks, 2);
    assertThat(byTheirOwn(blocks)).containsExactly(false);
    append(chain, 1);
    assertThat(byTheirOwn(LaneFollowerTest.take(follower, 1))).containsExactly(true);
  }

  @Test
  void validatorsMayChangeAtABlockThatIsNeverAttested() throws Exception {
    FakeNetwork network = FakeNetwork.of(1, 2, 3, 4);
    FakeChain chain = new FakeChain(network);
    append(chain, 2);
    for (int[] set : new int[][] {{5, 6, 7}, {1, 2, 3, 4}, {8}}) {
      network.neglect();
      network.become(set);
      append(chain, 2);
    }
    assertThat(network.changes(0).getFirst().anchor().attestation().namesTwoThirds(network.first()))
        .isFalse();
    LaneFollower follower = follower(node(chain), chain.trust());
    List<VerifiedLaneBlock> blocks = LaneFollowerTest.take(follower, 8);
    NetworkFollowerTest.assertInOrder(chain, blocks, 1);
    assertThat(byTheirOwn(blocks))
        .containsExactly(true, true, false, false, false, false, false, false);
  }

  /// Nothing before the last few of 2,500 lane blocks is within trust.
  @Test
  void anOldLaneIsFollowedFromItsFirstBlock() throws Exception {
    FakeNetwork network = FakeNetwork.of(1);
    FakeChain chain = new FakeChain(network);
    append(chain, 700);
    network.become(2);
    append(chain, 1_800);
    chain.skipTime(10 * PERIOD_MS);
    append(chain, 2);
    LaneHeader newest = chain.header(LANE, 2_502);
    now = Instant.ofEpochMilli(newest.blockTimeMs() + 1);
    Trust trust =
        new Trust.Network(
            new TrustedPoint(FakeChain.CHAIN_ID, 2_501, network.current(), now.toEpochMilli()),
            PERIOD_MS);
    FakeNode node = node(chain);
    node.maxRange(400);
    LaneFollower follower = follower(node, trust);
    List<VerifiedLaneBlock> blocks = LaneFollowerTest.take(follower, 2_502);
    NetworkFollowerTest.assertInOrder(chain, blocks, 1);
    // Once for the latest, 7 pages of the whole, then 3 of each whole segment and 2 of the rest.
    assertThat(node.headersCalls()).isEqualTo(1 + 7 + 3 + 3 + 2);
    append(chain, 1);
    assertThat(byTheirOwn(LaneFollowerTest.take(follower, 1))).containsExactly(true);

    WeftClient client = client(node);
    Verdict<VerifiedLaneBlock> single =
        BackwardProof.prove(
            client.lanes(),
            LANE,
            client.anchors(new Trust.Network(trustedAt(network, 2_501), Long.MAX_VALUE)),
            1_500,
            chain.laneBlocks(LANE, 1_500).getFirst().laneBlock());
    assertThat(single)
        .isInstanceOfSatisfying(
            Verdict.Valid.class,
            valid ->
                assertThat(((VerifiedLaneBlock) valid.value()).header())
                    .isEqualTo(chain.header(LANE, 1_500)));
  }

  private static TrustedPoint trustedAt(FakeNetwork network, long height) {
    return new TrustedPoint(FakeChain.CHAIN_ID, height, network.current(), START_MS);
  }

  private Evidence lie(UnaryOperator<List<Bytes>> about) throws Exception {
    FakeNetwork network = FakeNetwork.of(1);
    FakeChain chain = new FakeChain(network);
    append(chain, 40);
    FakeNode node = node(chain);
    node.headersLie(headers -> headers.size() > 1 ? about.apply(headers) : headers);
    return Lies.evidence(follower(node, new Trust.Network(trustedAt(network, 39), Long.MAX_VALUE)));
  }

  private static Bytes forged(Bytes encoded) {
    LaneHeader was = LaneHeader.decode(encoded);
    return new LaneHeader(
            was.rollupId(),
            was.laneHeight(),
            was.parentLaneHash(),
            was.blockHeight(),
            was.blockTimeMs(),
            Hash32.ZERO,
            was.payloadCount(),
            was.payloadBytes())
        .encode();
  }

  @Test
  void lyingHeadersAreFound() throws Exception {
    Evidence end =
        lie(
            headers -> {
              List<Bytes> told = new ArrayList<>(headers);
              told.set(headers.size() - 1, forged(headers.getLast()));
              return told;
            });
    assertThat(end.rule()).isEqualTo("LANE-21");
    assertThat(end.offending().size()).isEqualTo(39 * LaneHeader.SIZE);
    assertThat(end.isFork()).isFalse();
    Evidence middle =
        lie(
            headers -> {
              List<Bytes> told = new ArrayList<>(headers);
              told.set(17, forged(headers.get(17)));
              return told;
            });
    assertThat(middle.rule()).isEqualTo("LANE-10");
    assertThat(lie(headers -> headers.subList(1, headers.size())).rule()).isEqualTo("LANE-9");
    assertThat(lie(headers -> List.of(headers.getFirst().slice(0, 100))).rule())
        .isEqualTo("LANE-1");
  }

  @Test
  void anotherLaneBlockThanLaterOnesLeadToIsFound() throws Exception {
    FakeNetwork network = FakeNetwork.of(1);
    FakeChain chain = new FakeChain(network);
    append(chain, 20);
    FakeNode node = node(chain);
    node.lie(
        proven -> {
          LaneHeader header = LaneHeader.decode(proven.laneBlock().header());
          return header.laneHeight() == 5 ? chain.laneBlocks(LANE, 6).getFirst() : proven;
        });
    LaneFollower follower =
        follower(node, new Trust.Network(trustedAt(network, 20), Long.MAX_VALUE));
    LaneFollowerTest.take(follower, 4);
    Evidence evidence = Lies.evidence(follower);
    assertThat(evidence.rule()).isEqualTo("LANE-21");
    assertThat(evidence.isFork()).isFalse();
  }

  @Test
  void aFalseStateIsFound() throws Exception {
    FakeNetwork network = FakeNetwork.of(1, 2, 3, 4);
    FakeChain chain = new FakeChain(network);
    network.neglect();
    append(chain, 1);
    silent(chain);
    FakeNode node = node(chain);
    node.stateLie(
        proof ->
            new StateProof(
                proof.anchor(),
                proof.key(),
                proof.value().map(value -> Bytes.concat(value, Bytes.utf8("!"))),
                proof.ics23()));
    assertThat(Lies.evidence(follower(node, chain.trust())).rule()).startsWith("STATE-");
  }

  /// A node that says of attested blocks that they never were costs time, and nothing else.
  @Test
  void blocksThatAreSaidToBeUnattestedAreProvenAllTheSame() throws Exception {
    FakeNetwork network = FakeNetwork.of(1, 2, 3, 4);
    FakeChain chain = new FakeChain(network);
    append(chain, 6);
    FakeNode node = node(chain);
    node.lie(proven -> FakeNetwork.with(proven, new UnattestedAnchor()));
    List<VerifiedLaneBlock> blocks = LaneFollowerTest.take(follower(node, chain.trust()), 6);
    NetworkFollowerTest.assertInOrder(chain, blocks, 1);
    assertThat(byTheirOwn(blocks)).containsOnly(false);
  }

  /// The obvious way: all up to the newest block that somebody can be believed about can be proven,
  /// whether it has a block of the lane or only a state; what comes after waits.
  @Test
  void randomGapsAreFollowedAsFarAsAnybodyCanBeBelieved() throws Exception {
    int waited = 0;
    for (int seed = 0; seed < 10; seed++) {
      SplittableRandom draw = new SplittableRandom(seed);
      FakeNetwork network = FakeNetwork.of(1, 2, 3, 4);
      FakeChain chain = new FakeChain(network);
      int length = 5 + draw.nextInt(25);
      List<TrustedPoint> points = new ArrayList<>(List.of(trustedAt(network, 1)));
      long believed = 0;
      for (int height = 1; height <= length; height++) {
        if (draw.nextInt(5) == 0) {
          network.become(draw.nextBoolean() ? new int[] {5, 6, 7} : new int[] {1, 2, 3, 4});
        }
        boolean isNeglected = draw.nextInt(3) == 0;
        if (isNeglected) {
          network.neglect();
        }
        boolean isOfLane = draw.nextBoolean();
        if (isOfLane) {
          append(chain, 1);
        } else {
          silent(chain);
        }
        boolean isJudged = !isNeglected && (isOfLane || height == length);
        believed = isJudged ? chain.laneHeight(LANE) : believed;
        points.add(trustedAt(network, height + 1));
      }
      TrustedPoint point = points.get(draw.nextInt(length));
      // Whoever trusts only what comes after it believes nothing yet of what came before.
      long last = believedFrom(chain, network, point.height());
      assertThat(last).isIn(0L, believed);
      FakeNode node = node(chain);
      node.maxRange(1 + draw.nextInt(8));
      LaneFollower follower = follower(node, new Trust.Network(point, Long.MAX_VALUE));
      List<VerifiedLaneBlock> blocks = new ArrayList<>(LaneFollowerTest.take(follower, (int) last));
      if (chain.laneHeight(LANE) > last) {
        for (int i = 0; i < 20; i++) {
          assertThat(follower.next(2)).isEqualTo(new Followed.Nothing());
        }
        waited++;
      }
      append(chain, 1);
      int rest = (int) (chain.laneHeight(LANE) - last);
      blocks.addAll(LaneFollowerTest.take(follower, rest));
      NetworkFollowerTest.assertInOrder(chain, blocks, 1);
    }
    assertThat(waited).as("chains with an end that waits").isPositive();
  }

  /// The last lane height at or below a height from a point on that is attested, of those that have
  /// a block of the lane, and the newest.
  private static long believedFrom(FakeChain chain, FakeNetwork network, long first) {
    List<ProvenLaneBlock> lane = chain.laneBlocks(LANE, 1);
    long last = 0;
    for (long height = first; height <= chain.height(); height++) {
      long at = height;
      long laneHeight = lane.stream().filter(block -> blockHeight(block) <= at).count();
      boolean isOfLane = lane.stream().anyMatch(block -> blockHeight(block) == at);
      boolean isJudged =
          network.anchor(height).isPresent() && (isOfLane || height == chain.height());
      last = isJudged ? laneHeight : last;
    }
    return last;
  }

  private static long blockHeight(ProvenLaneBlock block) {
    return LaneHeader.decode(block.laneBlock().header()).blockHeight();
  }

  @Test
  void segmentsAreNoLongerThanARun() {
    assertThat(BackwardProof.SEGMENT).isLessThanOrEqualTo(LaneVerifier.MAX_RUN);
  }
}
