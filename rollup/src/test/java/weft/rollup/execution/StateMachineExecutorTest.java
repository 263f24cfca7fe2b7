package weft.rollup.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.rollup.FakeChain;
import weft.rollup.LaneData;
import weft.rollup.execution.Execution.Rejection;

final class StateMachineExecutorTest {
  private static final RollupId LANE = RollupId.of("lane");

  private final FakeChain chain = new FakeChain();
  private final CountingMachine.Disk disk = new CountingMachine.Disk();
  private StateMachineExecutor executor = executor(ExecutionBounds.all(LANE));

  @BeforeEach
  void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 5; i++) {
      chain.append(LANE, LaneData.entries(random, 6, 40));
      chain.append(RollupId.of("other"), LaneData.entries(random, 1, 40));
    }
  }

  private StateMachineExecutor executor(ExecutionBounds bounds) {
    return new StateMachineExecutor(new CountingMachine(disk), bounds);
  }

  private VerifiedLaneBlock block(RollupId lane, long laneHeight) {
    ProvenLaneBlock proven = chain.laneBlocks(lane, laneHeight).getFirst();
    return LaneVerifier.verifyLaneBlock(proven, lane, chain.trusted())
            instanceof Verdict.Valid<VerifiedLaneBlock>(VerifiedLaneBlock verified)
        ? verified
        : fail();
  }

  private static VerifiedLaneBlock fail() {
    throw new AssertionError("a true lane block must verify");
  }

  private BlockMetadata execute(ExecutionSession session, Hash32 parent, long laneHeight) {
    return executor.executeBlock(session.id(), parent, block(LANE, laneHeight))
            instanceof Execution.Done<BlockMetadata>(BlockMetadata done)
        ? done
        : rejected();
  }

  private static BlockMetadata rejected() {
    throw new AssertionError("rejected");
  }

  private static void assertRejected(Execution<?> answer, Rejection expected) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Execution.Rejected.class,
            rejected -> assertThat(rejected.rejection()).isEqualTo(expected));
  }

  @Test
  void chainsBlocksAndNamesTheirSource() {
    ExecutionSession session = executor.createSession();
    assertThat(session.head()).isEqualTo(BlockMetadata.genesis(0));
    BlockMetadata one = execute(session, Hash32.ZERO, 1);
    BlockMetadata two = execute(session, one.hash(), 2);
    assertThat(two.number()).isEqualTo(2);
    assertThat(two.parentHash()).isEqualTo(one.hash());
    assertThat(two.sourceLaneHash()).isEqualTo(chain.header(LANE, 2).hash());
    assertThat(two.timeMs()).isEqualTo(chain.header(LANE, 2).blockTimeMs());
    assertThat(two.executed() + two.skipped().size()).isEqualTo(6);
    assertThat(executor.head()).isEqualTo(two);
  }

  @Test
  void skipsInvalidPayloadsWithReasonsTheSameEverywhere() {
    BlockMetadata first = execute(executor.createSession(), Hash32.ZERO, 1);
    assertThat(first.skipped())
        .isNotEmpty()
        .allMatch(skip -> skip.code().equals("odd") && skip.reason().startsWith("the first byte"));
    StateMachineExecutor other =
        new StateMachineExecutor(
            new CountingMachine(new CountingMachine.Disk()), ExecutionBounds.all(LANE));
    assertThat(other.executeBlock(other.createSession().id(), Hash32.ZERO, block(LANE, 1)))
        .isEqualTo(Execution.done(first));
  }

  @Test
  void rejectsTheWrongParentWithoutEffect() {
    ExecutionSession session = executor.createSession();
    BlockMetadata one = execute(session, Hash32.ZERO, 1);
    long applied = disk.applied;
    assertRejected(
        executor.executeBlock(session.id(), Hash32.ZERO, block(LANE, 2)), Rejection.WRONG_PARENT);
    assertRejected(
        executor.executeBlock(session.id(), one.hash(), block(LANE, 3)), Rejection.WRONG_PARENT);
    assertRejected(
        executor.executeBlock(session.id(), one.hash(), block(LANE, 1)), Rejection.WRONG_PARENT);
    assertThat(disk.applied).isEqualTo(applied);
    assertThat(executor.head()).isEqualTo(one);
  }

  @Test
  void rejectsAnotherRollupsLane() {
    ExecutionSession session = executor.createSession();
    assertRejected(
        executor.executeBlock(session.id(), Hash32.ZERO, block(RollupId.of("other"), 1)),
        Rejection.WRONG_ROLLUP);
  }

  @Test
  void endsASessionWhenAnotherIsOpened() {
    ExecutionSession first = executor.createSession();
    ExecutionSession second = executor.createSession();
    assertRejected(
        executor.executeBlock(first.id(), Hash32.ZERO, block(LANE, 1)), Rejection.SESSION_ENDED);
    assertRejected(executor.updateCommitmentState(first.id(), 0, 0), Rejection.SESSION_ENDED);
    execute(second, Hash32.ZERO, 1);
  }

  @Test
  void keepsToItsBounds() {
    executor = executor(new ExecutionBounds(LANE, 101, 102));
    ExecutionSession session = executor.createSession();
    assertThat(session.head().number()).isEqualTo(100);
    BlockMetadata first = execute(session, Hash32.ZERO, 1);
    assertThat(first.number()).isEqualTo(101);
    BlockMetadata second = execute(session, first.hash(), 2);
    assertRejected(
        executor.executeBlock(session.id(), second.hash(), block(LANE, 3)),
        Rejection.OUT_OF_BOUNDS);
  }

  @Test
  void movesFirmUpToSoftAndNeverBack() {
    ExecutionSession session = executor.createSession();
    BlockMetadata one = execute(session, Hash32.ZERO, 1);
    BlockMetadata two = execute(session, one.hash(), 2);
    assertThat(disk.checkpoint).isNotNull();
    long id = session.id();
    assertRejected(executor.updateCommitmentState(id, 2, 3), Rejection.FIRM_AHEAD_OF_SOFT);
    assertRejected(executor.updateCommitmentState(id, 3, 0), Rejection.UNKNOWN_BLOCK);
    assertRejected(executor.updateCommitmentState(id, 1, 0), Rejection.GOES_BACK);
    assertThat(executor.updateCommitmentState(id, 2, 2))
        .isEqualTo(Execution.done(new CommitmentState(two, two)));
    assertRejected(executor.updateCommitmentState(id, 2, 1), Rejection.GOES_BACK);
  }

  @Test
  void resumesFromWhatWasStored() {
    BlockMetadata one = execute(executor.createSession(), Hash32.ZERO, 1);
    executor = executor(ExecutionBounds.all(LANE));
    ExecutionSession session = executor.createSession();
    assertThat(session.head()).isEqualTo(one);
    assertThat(session.cursor().nextLaneHeight()).isEqualTo(2);
    assertThat(session.cursor().last()).isEqualTo(Optional.of(chain.header(LANE, 1)));
    assertThat(session.commitment().soft()).isEqualTo(one);
    execute(session, one.hash(), 2);
  }

  @Test
  void readsBackWhatItWrites() {
    BlockMetadata one = execute(executor.createSession(), Hash32.ZERO, 1);
    assertThat(BlockMetadata.decode(one.encode())).isEqualTo(one);
    Checkpoint stored = disk.checkpoint;
    assertThat(stored).isNotNull();
    if (stored != null) {
      assertThat(Checkpoint.decode(stored.encode())).isEqualTo(stored);
    }
  }

  @Test
  void cutsReasonsThatAPayloadMadeTooLong() {
    String hostile = "\ud83d\ude00".repeat(5_000) + "\ud800";
    SkippedPayload skipped = SkippedPayload.of(0, Hash32.ZERO, "x", hostile);
    assertThat(Bytes.utf8(skipped.reason()).size())
        .isLessThanOrEqualTo(SkippedPayload.MAX_TEXT_BYTES);
    SkippedPayload broken = SkippedPayload.of(0, Hash32.ZERO, "x", "\ud800");
    assertThat(broken.reason()).isEqualTo("?");
    BlockMetadata block =
        BlockMetadata.of(1, Hash32.ZERO, 1, Hash32.ZERO, Hash32.ZERO, 0, List.of(skipped, broken));
    assertThat(BlockMetadata.decode(block.encode())).isEqualTo(block);
  }
}
