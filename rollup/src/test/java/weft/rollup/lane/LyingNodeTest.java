package weft.rollup.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.block.AnchorCheck;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.TrustedValidator;
import weft.protocol.lane.LaneHeader;
import weft.protocol.light.TrustedPoint;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.rollup.FakeChain;
import weft.rollup.FakeNetwork;
import weft.rollup.FakeNode;
import weft.rollup.LaneData;
import weft.rollup.client.ClaimedChange;
import weft.rollup.client.LaneBytes;
import weft.rollup.client.Trust;
import weft.rollup.client.TrustedAnchors;
import weft.rollup.client.ValidatorSource;
import weft.rollup.client.WeftClient;

/// A node that lies is found out, and the evidence speaks for itself.
class LyingNodeTest {
  private static final RollupId LANE = RollupId.of("lane");
  private static final long LIE_AT = 4;

  private final FakeChain chain = chain();
  private FakeNode node;
  private WeftClient client;

  FakeChain chain() {
    return new FakeChain();
  }

  @BeforeEach
  void start() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 6; i++) {
      chain.append(LANE, LaneData.entries(random, 3, 80));
    }
    node = FakeNode.start(chain);
    client = WeftClient.connect(node.target());
  }

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  private LaneFollower follower() {
    return new LaneFollower(
        client.lanes(), LANE, chain.trust(), LaneCursor.start(), FollowerConfig.defaults());
  }

  @ParameterizedTest
  @EnumSource(Lies.class)
  void findsALieWhileCatchingUp(Lies lie) throws InterruptedException {
    node.maxRange(1);
    lie.tell(node, chain, LANE, LIE_AT);
    try (LaneFollower follower = follower()) {
      LaneFollowerTest.take(follower, (int) LIE_AT - 1);
      assertEvidence(lie, Lies.evidence(follower));
      assertThat(follower.next(0))
          .isEqualTo(new Followed.Ended((FollowerState.Final) follower.state()));
    }
  }

  @ParameterizedTest
  @EnumSource(Lies.class)
  void findsALieOnTheLiveStream(Lies lie) throws InterruptedException {
    try (LaneFollower follower = follower()) {
      LaneFollowerTest.take(follower, 6);
      assertThat(follower.next(20)).isEqualTo(new Followed.Nothing());
      SplittableRandom random = new SplittableRandom(4);
      chain.append(LANE, LaneData.entries(random, 3, 80));
      LaneFollowerTest.take(follower, 1);
      // A gap needs something to jump to, so the lie is told when both blocks are there.
      node.rangeLie(_ -> List.of());
      chain.append(LANE, LaneData.entries(random, 3, 80));
      chain.append(LANE, LaneData.entries(random, 3, 80));
      lie.tell(node, chain, LANE, 8);
      node.rangeLie(java.util.function.UnaryOperator.identity());
      assertEvidence(lie, Lies.evidence(follower));
    }
  }

  private void assertEvidence(Lies lie, Evidence evidence) {
    assertThat(evidence.rule()).as(evidence.reason()).isEqualTo(lie.rule(chain));
    assertThat(evidence.signedByValidator()).isEqualTo(lie.isSignedByValidator);
    assertThat(evidence.isFork()).isEqualTo(lie == Lies.FORK);
    assertThat(evidence.acceptedHeader())
        .contains(chain.header(LANE, evidence.expectedLaneHeight() - 1).encode());
    assertThat(evidence.acceptedProof()).isPresent();
    if (!lie.rule(chain).equals(Evidence.WIRE)) {
      assertThat(recheck(evidence)).isInstanceOf(Verdict.Invalid.class);
    }
  }

  /// What a judge would do with nothing but the evidence.
  private static Verdict<?> recheck(Evidence evidence) {
    LaneCursor cursor =
        evidence
            .acceptedHeader()
            .map(header -> LaneCursor.after(LaneHeader.decode(header)))
            .orElse(LaneCursor.start());
    return LaneRules.checkNext(
        cursor,
        LaneBytes.decodeProvenLaneBlock(evidence.offending()),
        evidence.rollup(),
        anchors(evidence));
  }

  /// On a network, the evidence says which validators had to attest the block.
  private static AnchorCheck anchors(Evidence evidence) {
    return switch (evidence.trust()) {
      case Trust.Solo(TrustedValidator validator) -> AnchorCheck.of(validator);
      case Trust.Network _ -> {
        BlockAnchor anchor = LaneBytes.decodeProvenLaneBlock(evidence.offending()).proof().anchor();
        long height = ((AttestedAnchor) anchor).statement().height();
        TrustedPoint point =
            new TrustedPoint(
                FakeChain.CHAIN_ID, height, evidence.validators().orElse(FakeNetwork.set(1)), 0);
        yield TrustedAnchors.of(
            new Trust.Network(point, Long.MAX_VALUE), new NoSource(), Instant::now);
      }
    };
  }

  private static final class NoSource implements ValidatorSource {
    @Override
    public Checked<List<ClaimedChange>> validatorChanges(long fromHeight) {
      return Checked.ok(List.of());
    }

    @Override
    public Checked<BlockAnchor> newestAnchor() {
      throw new AssertionError("nobody is asked");
    }
  }

  @Test
  void aTrueBlockAtTheBeginningOfTheLaneIsNoFork() throws InterruptedException {
    node.maxRange(1);
    Lies.GAP.tell(node, chain, LANE, 1);
    try (LaneFollower follower = follower()) {
      Evidence evidence = Lies.evidence(follower);
      assertThat(evidence.rule()).isEqualTo("LANE-12");
      assertThat(evidence.signedByValidator()).isTrue();
      assertThat(evidence.isFork()).isFalse();
      assertThat(evidence.toJson()).contains("\"fork\":false");
    }
  }

  @Test
  void believesNobodyButTheTrustedValidator() throws InterruptedException {
    TrustedValidator other =
        new TrustedValidator(
            FakeChain.CHAIN_ID, PrivateKey.fromSeed(Bytes.utf8("other")).address());
    try (LaneFollower follower =
        new LaneFollower(
            client.lanes(), LANE, Trust.of(other), LaneCursor.start(), FollowerConfig.defaults())) {
      Evidence evidence = Lies.evidence(follower);
      assertThat(evidence.rule()).isEqualTo(chain.network().isPresent() ? "BLOCK-9" : "BLOCK-5");
      assertThat(evidence.expectedLaneHeight()).isEqualTo(1);
      assertThat(evidence.acceptedHeader()).isEqualTo(Optional.empty());
    }
  }
}
