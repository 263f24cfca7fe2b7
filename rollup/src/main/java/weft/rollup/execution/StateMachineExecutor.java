package weft.rollup.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Hash32;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.rollup.execution.Execution.Rejection;
import weft.rollup.lane.LaneCursor;

/// Makes an executor out of a state machine: keeps parents, bounds, sessions and commitments in
/// order, and stores the checkpoint with the state.
///
/// Soft moves along with the head in the same atomic step, since a lane block that is verified is
/// final in consensus.
public final class StateMachineExecutor implements Executor {
  private final StateMachine machine;
  private final ExecutionBounds bounds;
  private long sessionId;
  private Checkpoint checkpoint;

  public StateMachineExecutor(StateMachine machine, ExecutionBounds bounds) {
    this.machine = machine;
    this.bounds = bounds;
    this.checkpoint = Checkpoint.genesis(bounds.firstBlock() - 1);
  }

  @Override
  public synchronized ExecutionSession createSession() {
    if (sessionId == 0) {
      checkpoint = machine.load().orElse(checkpoint);
    }
    sessionId++;
    return new ExecutionSession(
        sessionId, bounds, checkpoint.commitment(), checkpoint.head(), checkpoint.cursor());
  }

  @Override
  public synchronized Execution<BlockMetadata> executeBlock(
      long session, Hash32 parentHash, VerifiedLaneBlock laneBlock) {
    LaneHeader header = laneBlock.header();
    if (session != sessionId) {
      return Execution.rejected(Rejection.SESSION_ENDED, "session " + session + " has ended");
    }
    if (!header.rollupId().equals(bounds.rollup().hash())) {
      return Execution.rejected(
          Rejection.WRONG_ROLLUP, "the lane block is not of " + bounds.rollup());
    }
    long number = bounds.numberOf(header.laneHeight());
    if (!bounds.contains(number)) {
      return Execution.rejected(
          Rejection.OUT_OF_BOUNDS, "block " + number + " is outside of " + bounds);
    }
    BlockMetadata head = checkpoint.head();
    if (!parentHash.equals(head.hash()) || number != head.number() + 1) {
      return Execution.rejected(
          Rejection.WRONG_PARENT, "the head is block " + head.number() + ", " + head.hash());
    }
    return Execution.done(execute(number, head, laneBlock));
  }

  @Override
  public synchronized Execution<CommitmentState> updateCommitmentState(
      long session, long softNumber, long firmNumber) {
    if (session != sessionId) {
      return Execution.rejected(Rejection.SESSION_ENDED, "session " + session + " has ended");
    }
    CommitmentState now = checkpoint.commitment();
    if (softNumber < firmNumber) {
      return Execution.rejected(
          Rejection.FIRM_AHEAD_OF_SOFT, "firm " + firmNumber + " is ahead of soft " + softNumber);
    }
    if (softNumber < now.soft().number() || firmNumber < now.firm().number()) {
      return Execution.rejected(
          Rejection.GOES_BACK,
          "soft is at " + now.soft().number() + " and firm at " + now.firm().number());
    }
    Optional<BlockMetadata> soft = known(softNumber);
    Optional<BlockMetadata> firm = known(firmNumber);
    if (soft.isEmpty() || firm.isEmpty()) {
      return Execution.rejected(
          Rejection.UNKNOWN_BLOCK, "no block " + (soft.isEmpty() ? softNumber : firmNumber));
    }
    CommitmentState next = new CommitmentState(soft.get(), firm.get());
    if (!next.equals(now)) {
      store(checkpoint.withCommitment(next));
    }
    return Execution.done(next);
  }

  /// The last executed block.
  public synchronized BlockMetadata head() {
    return checkpoint.head();
  }

  @Override
  public synchronized Optional<BlockMetadata> block(long number) {
    return known(number);
  }

  private BlockMetadata execute(long number, BlockMetadata parent, VerifiedLaneBlock laneBlock) {
    LaneHeader header = laneBlock.header();
    StateMachine.BlockContext context = new StateMachine.BlockContext(number, header.blockTimeMs());
    machine.begin(context);
    List<SkippedPayload> skipped = new ArrayList<>();
    List<LaneEntry> entries = laneBlock.entries();
    for (int i = 0; i < entries.size(); i++) {
      LaneEntry entry = entries.get(i);
      switch (machine.apply(entry, context)) {
        case StateMachine.Applied.Done _ -> {}
        case StateMachine.Applied.Skipped(String code, String reason) ->
            skipped.add(SkippedPayload.of(i, entry.transactionHash(), code, reason));
      }
    }
    BlockMetadata block =
        BlockMetadata.of(
            number,
            parent.hash(),
            header.blockTimeMs(),
            machine.stateRoot(),
            laneBlock.hash(),
            entries.size() - skipped.size(),
            skipped);
    CommitmentState commitment = new CommitmentState(block, checkpoint.commitment().firm());
    store(new Checkpoint(block, LaneCursor.after(header), commitment));
    return block;
  }

  private void store(Checkpoint next) {
    machine.commit(next);
    checkpoint = next;
  }

  private Optional<BlockMetadata> known(long number) {
    CommitmentState commitment = checkpoint.commitment();
    if (number == checkpoint.head().number()) {
      return Optional.of(checkpoint.head());
    }
    if (number == commitment.soft().number()) {
      return Optional.of(commitment.soft());
    }
    if (number == commitment.firm().number()) {
      return Optional.of(commitment.firm());
    }
    return machine.block(number);
  }
}
