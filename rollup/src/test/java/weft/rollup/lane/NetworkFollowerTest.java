package weft.rollup.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.protocol.block.AttestedAnchor;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.light.TrustedPoint;
import weft.protocol.transaction.RollupId;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.ValidatorSet;
import weft.rollup.FakeChain;
import weft.rollup.FakeNetwork;
import weft.rollup.FakeNode;
import weft.rollup.LaneData;
import weft.rollup.client.ClaimedChange;
import weft.rollup.client.ClientConfig;
import weft.rollup.client.LaneSource;
import weft.rollup.client.RetryPolicy;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;

/// A follower of a network believes its validators, whoever they become, and no node.
final class NetworkFollowerTest {
  private static final RollupId LANE = RollupId.of("lane");
  private static final long START_MS = 1_700_000_000_000L;
  private static final long PERIOD_MS = Duration.ofDays(1).toMillis();

  @TempDir Path folder = Path.of("");

  private final SplittableRandom random = new SplittableRandom(1);
  private final FakeNetwork network = FakeNetwork.of(1, 2, 3, 4);
  private final FakeChain chain = new FakeChain(network);
  private final List<WeftClient> clients = new ArrayList<>();
  private FakeNode node;
  private Instant now = Instant.ofEpochMilli(START_MS);

  @BeforeEach
  void start() throws IOException {
    node = FakeNode.start(chain);
  }

  @AfterEach
  void stop() {
    clients.forEach(WeftClient::close);
    node.close();
  }

  private LaneSource client(FakeNode of) {
    WeftClient client =
        WeftClient.connect(
            of.target(),
            ClientConfig.defaults().withRetry(new RetryPolicy(2, 5, 50)).withCallTimeoutMs(5_000));
    clients.add(client);
    return client.lanes();
  }

  private FollowerConfig config() {
    return FollowerConfig.defaults().withBackOff(new RetryPolicy(1, 5, 50)).withClock(() -> now);
  }

  private Trust trust() {
    return new Trust.Network(
        new TrustedPoint(FakeChain.CHAIN_ID, 1, network.first(), START_MS), PERIOD_MS);
  }

  private LaneFollower follower(Trust trust, LaneCursor cursor, FollowerConfig config) {
    return new LaneFollower(client(node), LANE, trust, cursor, config);
  }

  private LaneFollower follower() {
    return follower(trust(), LaneCursor.start(), config());
  }

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      chain.append(LANE, LaneData.entries(random, 2, 80));
    }
  }

  private void assertInOrder(List<VerifiedLaneBlock> blocks, long from) {
    assertInOrder(chain, blocks, from);
  }

  static void assertInOrder(FakeChain chain, List<VerifiedLaneBlock> blocks, long from) {
    for (int i = 0; i < blocks.size(); i++) {
      assertThat(blocks.get(i).header()).isEqualTo(chain.header(LANE, from + i));
    }
  }

  private static FollowerState.Final end(LaneFollower follower) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadlineNs) {
      if (follower.next(100) instanceof Followed.Ended(FollowerState.Final last)) {
        return last;
      }
    }
    throw new AssertionError("no end, but " + follower.state());
  }

  /// Waits until a follower says why it cannot go on for now.
  static FollowerState.Reconnecting pause(LaneFollower follower) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadlineNs) {
      assertThat(follower.next(1)).isEqualTo(new Followed.Nothing());
      if (follower.state() instanceof FollowerState.Reconnecting waiting) {
        return waiting;
      }
    }
    throw new AssertionError("no pause, but " + follower.state());
  }

  @Test
  void followsValidatorsThatJoinLeaveAndAreReplaced() throws InterruptedException {
    int[][] sets = {{1, 2, 3, 4, 5}, {2, 3, 4, 5}, {4, 5, 6}, {6, 7, 8}, {8}, {1, 2}};
    append(2);
    try (LaneFollower follower = follower()) {
      assertInOrder(LaneFollowerTest.take(follower, 2), 1);
      for (int[] set : sets) {
        network.become(set);
        append(3);
      }
      assertInOrder(LaneFollowerTest.take(follower, 18), 3);
      assertThat(node.changeCalls()).isBetween(1, sets.length);
    }
    try (LaneFollower late = follower()) {
      assertInOrder(LaneFollowerTest.take(late, 20), 1);
    }
  }

  @Test
  void followsManyChangesInSmallAnswers() throws InterruptedException {
    node.maxChanges(2);
    append(1);
    for (int i = 0; i < 9; i++) {
      network.become(10 + i, 11 + i, 12 + i);
      chain.append(RollupId.of("other"), LaneData.entries(random, 1, 10));
    }
    append(2);
    try (LaneFollower follower = follower()) {
      assertInOrder(LaneFollowerTest.take(follower, 3), 1);
      assertThat(node.changeCalls()).isEqualTo(5);
    }
  }

  @Test
  void staleValidatorsAreNotBelieved() throws InterruptedException {
    append(1);
    now = Instant.ofEpochMilli(START_MS + PERIOD_MS);
    try (LaneFollower follower = follower()) {
      assertThat(end(follower))
          .isInstanceOfSatisfying(
              FollowerState.Untrusted.class, last -> assertThat(last.rule()).isEqualTo("LIGHT-4"));
    }
  }

  @Test
  void whatLiesBeforeATrustedPointIsProvenBackwards() throws InterruptedException {
    append(5);
    Trust later =
        new Trust.Network(
            new TrustedPoint(FakeChain.CHAIN_ID, 3, network.first(), START_MS), PERIOD_MS);
    try (LaneFollower follower = follower(later, LaneCursor.start(), config())) {
      List<VerifiedLaneBlock> blocks = LaneFollowerTest.take(follower, 5);
      assertInOrder(blocks, 1);
      assertThat(blocks.stream().map(block -> block.anchor().isPresent()))
          .containsExactly(false, false, false, true, true);
    }
    LaneCursor cursor = LaneCursor.after(chain.header(LANE, 2));
    try (LaneFollower follower = follower(later, cursor, config())) {
      assertInOrder(LaneFollowerTest.take(follower, 3), 3);
    }
  }

  @Test
  void aRestartNeedsNoFreshTrustedPoint() throws InterruptedException {
    FollowerConfig kept = config().withTrustFile(folder.resolve("validators.trust"));
    append(2);
    network.become(5, 6);
    append(2);
    LaneCursor cursor = LaneCursor.start();
    try (LaneFollower follower = follower(trust(), cursor, kept)) {
      List<VerifiedLaneBlock> blocks = LaneFollowerTest.take(follower, 4);
      cursor = LaneCursor.after(blocks.getLast().header());
      assertThat(node.changeCalls()).isEqualTo(1);
    }
    now = Instant.ofEpochMilli(START_MS + PERIOD_MS + 200);
    append(2);
    try (LaneFollower follower = follower(trust(), cursor, kept)) {
      assertInOrder(LaneFollowerTest.take(follower, 2), 5);
      assertThat(node.changeCalls()).as("what was kept is used").isEqualTo(1);
    }
    try (LaneFollower forgetful = follower(trust(), cursor, config())) {
      assertThat(end(forgetful)).isInstanceOf(FollowerState.Untrusted.class);
    }
  }

  @Test
  void whatBeganAtAnotherPointIsNotUsed() throws Exception {
    Path file = folder.resolve("validators.trust");
    append(3);
    try (LaneFollower follower =
        follower(trust(), LaneCursor.start(), config().withTrustFile(file))) {
      LaneFollowerTest.take(follower, 3);
    }
    byte[] before = Files.readAllBytes(file);
    Trust later =
        new Trust.Network(
            new TrustedPoint(FakeChain.CHAIN_ID, 2, network.first(), START_MS), PERIOD_MS);
    LaneCursor cursor = LaneCursor.after(chain.header(LANE, 1));
    try (LaneFollower follower = follower(later, cursor, config().withTrustFile(file))) {
      LaneFollowerTest.take(follower, 2);
    }
    assertThat(Files.readAllBytes(file)).isNotEqualTo(before);
  }

  @Test
  void aSilentLaneDoesNotMakeItsFollowerStale() throws InterruptedException {
    append(1);
    try (LaneFollower follower = follower()) {
      LaneFollowerTest.take(follower, 1);
      assertThat(follower.next(20)).isEqualTo(new Followed.Nothing());
      // The lane says nothing for two periods, while blocks of others come.
      for (int step = 0; step < 20; step++) {
        chain.skipTime(PERIOD_MS / 10);
        now = now.plusMillis(PERIOD_MS / 10);
        chain.append(RollupId.of("other"), LaneData.entries(random, 1, 10));
        assertThat(follower.next(5)).isEqualTo(new Followed.Nothing());
      }
      append(1);
      assertInOrder(LaneFollowerTest.take(follower, 1), 2);
    }
  }

  @Test
  void strangersThatNobodyIntroducesAreNotBelieved() throws InterruptedException {
    append(3);
    ValidatorSet strangers = FakeNetwork.set(20, 21, 22);
    node.lie(
        proven ->
            heightOf(proven) == 2
                ? FakeNetwork.with(
                    proven, FakeNetwork.attested(attested(proven).statement(), strangers))
                : proven);
    try (LaneFollower follower = follower()) {
      LaneFollowerTest.take(follower, 1);
      assertThat(pause(follower).reason()).contains("does not show who the validators");
      node.lie(UnaryOperator.identity());
      assertInOrder(LaneFollowerTest.take(follower, 2), 2);
    }
  }

  @Test
  void aForgedChangeOfValidatorsIsFound() throws InterruptedException {
    append(2);
    network.become(5, 6);
    append(2);
    ValidatorSet usurpers = FakeNetwork.set(30, 31);
    node.changeLie(
        changes ->
            changes.stream().map(change -> new ClaimedChange(change.anchor(), usurpers)).toList());
    try (LaneFollower follower = follower()) {
      LaneFollowerTest.take(follower, 3);
      Evidence evidence = Lies.evidence(follower);
      assertThat(evidence.rule()).isEqualTo("LIGHT-7");
      assertThat(evidence.offendingChange()).isPresent();
      assertThat(evidence.isFork()).isFalse();
      assertThat(evidence.toJson()).contains("\"rule\":\"LIGHT-7\"");
    }
  }

  @Test
  void aChangeThatTheOldValidatorsDidNotAttestIsFound() throws InterruptedException {
    append(2);
    network.become(5, 6);
    append(2);
    ValidatorSet usurpers = FakeNetwork.set(30, 31);
    node.changeLie(
        changes ->
            changes.stream()
                .map(
                    change -> {
                      BlockStatement truth = change.anchor().statement();
                      BlockStatement forged =
                          new BlockStatement(
                              truth.chainId(),
                              truth.height(),
                              truth.timeMs(),
                              truth.blockHash(),
                              truth.lanesRoot(),
                              truth.laneCount(),
                              truth.stateRoot(),
                              usurpers.hash());
                      return new ClaimedChange(
                          new AttestedAnchor(
                              forged,
                              change.anchor().validatorsHash(),
                              change.anchor().attestation()),
                          usurpers);
                    })
                .toList());
    try (LaneFollower follower = follower()) {
      LaneFollowerTest.take(follower, 3);
      Evidence evidence = Lies.evidence(follower);
      assertThat(evidence.rule()).isEqualTo("ATT-9");
      assertThat(evidence.offendingChange()).isPresent();
    }
  }

  @Test
  void aNodeThatLeavesAChangeOutIsNoUse() throws InterruptedException {
    append(1);
    network.become(5, 6);
    append(1);
    network.become(7, 8);
    append(2);
    node.changeLie(changes -> changes.size() > 1 ? changes.subList(1, 2) : List.of());
    try (LaneFollower follower = follower()) {
      LaneFollowerTest.take(follower, 2);
      assertThat(pause(follower).reason()).contains("does not show who the validators");
    }
  }

  @Test
  void theSameChangesAgainAndAgainEndNothing() throws InterruptedException {
    append(1);
    network.become(5, 6);
    append(1);
    network.become(7, 8);
    append(2);
    ClaimedChange first = network.changes(0).getFirst();
    node.changeLie(_ -> List.of(first));
    try (LaneFollower follower = follower()) {
      LaneFollowerTest.take(follower, 3);
      assertThat(pause(follower).reason()).contains("does not show who the validators");
    }
  }

  @Test
  void tooFewValidatorsAttestNothing() throws InterruptedException {
    append(3);
    node.lie(
        proven ->
            heightOf(proven) == 2
                ? FakeNetwork.with(
                    proven, FakeNetwork.attested(attested(proven).statement(), network.first(), 2))
                : proven);
    try (LaneFollower follower = follower()) {
      LaneFollowerTest.take(follower, 1);
      Evidence evidence = Lies.evidence(follower);
      assertThat(evidence.rule()).isEqualTo("ATT-8");
      assertThat(evidence.validators()).contains(network.first());
    }
  }

  @Test
  void theOtherKindOfAnchorProvesNothing() throws InterruptedException {
    append(2);
    try (LaneFollower ofSolo = follower(Trust.of(chain.trusted()), LaneCursor.start(), config())) {
      assertThat(Lies.evidence(ofSolo).rule()).isEqualTo("BLOCK-9");
    }
    FakeChain solo = new FakeChain();
    solo.append(LANE, LaneData.entries(random, 1, 10));
    node.lie(_ -> solo.laneBlocks(LANE, 1).getFirst());
    try (LaneFollower follower = follower()) {
      assertThat(Lies.evidence(follower).rule()).isEqualTo("BLOCK-9");
    }
  }

  @Test
  void twoStatementsAboutOneHeightAreEvidenceOfAFork() throws InterruptedException {
    append(3);
    node.maxRange(1);
    // The same block attested a second time, with another state.
    node.lie(
        proven -> {
          if (heightOf(proven) != 2) {
            return proven;
          }
          BlockStatement truth = attested(chain.laneBlocks(LANE, 1).getFirst()).statement();
          BlockStatement other =
              new BlockStatement(
                  truth.chainId(),
                  truth.height(),
                  truth.timeMs(),
                  truth.blockHash(),
                  truth.lanesRoot(),
                  truth.laneCount(),
                  truth.blockHash(),
                  truth.nextValidatorsHash());
          return FakeNetwork.with(
              chain.laneBlocks(LANE, 1).getFirst(),
              FakeNetwork.attested(other, network.first(), 3));
        });
    try (LaneFollower follower = follower()) {
      LaneFollowerTest.take(follower, 1);
      Evidence evidence = Lies.evidence(follower);
      assertThat(evidence.rule()).isEqualTo("LIGHT-6");
      assertThat(evidence.isFork()).isTrue();
      assertThat(evidence.equivocation().orElseThrow().isProven(network.first())).isTrue();
      assertThat(evidence.equivocation().orElseThrow().guilty(network.first())).hasSize(3);
    }
  }

  @Test
  void goesOnWithAnotherNodeWhenOneIsAway() throws Exception {
    append(3);
    try (FakeNode second = FakeNode.start(chain);
        LaneFollower follower =
            new LaneFollower(
                FailoverLanes.of(List.of(client(node), client(second))),
                LANE,
                trust(),
                LaneCursor.start(),
                config())) {
      assertInOrder(LaneFollowerTest.take(follower, 3), 1);
      node.close();
      network.become(5, 6);
      append(3);
      assertInOrder(LaneFollowerTest.take(follower, 3), 4);
      assertThat(second.changeCalls()).isEqualTo(1);
    }
  }

  @Test
  void goesOnWithAnotherNodeWhenOneDoesNotKnowTheValidators() throws Exception {
    append(1);
    network.become(5, 6);
    append(3);
    node.changeLie(_ -> List.of());
    try (FakeNode second = FakeNode.start(chain);
        LaneFollower follower =
            new LaneFollower(
                FailoverLanes.of(List.of(client(node), client(second))),
                LANE,
                trust(),
                LaneCursor.start(),
                config())) {
      assertInOrder(LaneFollowerTest.take(follower, 4), 1);
      assertThat(second.changeCalls()).isEqualTo(1);
    }
  }

  private static long heightOf(ProvenLaneBlock proven) {
    return LaneHeader.decode(proven.laneBlock().header()).laneHeight();
  }

  private static AttestedAnchor attested(ProvenLaneBlock proven) {
    return (AttestedAnchor) proven.proof().anchor();
  }
}
