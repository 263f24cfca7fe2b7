package weft.rollup.execution;

import java.util.Optional;
import weft.primitives.Hash32;
import weft.protocol.lane.VerifiedLaneBlock;

/// What turns lane blocks into rollup blocks. Its shape follows Astria's Execution API: open a
/// session, execute, update the commitment state.
///
/// The rules that a conductor relies on:
/// - The same lane blocks give the same blocks on every machine. A payload that is invalid for the
///   rollup is skipped with a reason; it never stops a block.
/// - [#executeBlock] stores the rollup's state, the block's metadata and the cursor in one atomic
///   step before it returns. After a crash at any instant, a new session names the last such block.
/// - Soft is never behind firm, and neither goes back.
///
/// Most rollups implement [StateMachine] instead and let [StateMachineExecutor] keep these rules.
public interface Executor {

  /// Opens a session and ends the one before.
  ///
  /// @throws ExecutorUnavailableException if the executor is away for now
  ExecutionSession createSession();

  /// Executes a lane block on top of the head.
  ///
  /// @param sessionId of the latest session
  /// @param parentHash hash of the executor's head, as the caller knows it
  /// @throws ExecutorUnavailableException if the executor is away for now
  Execution<BlockMetadata> executeBlock(
      long sessionId, Hash32 parentHash, VerifiedLaneBlock laneBlock);

  /// Moves soft and firm forward.
  ///
  /// @param softNumber number of an executed block
  /// @param firmNumber number of an executed block, at most the soft one
  /// @throws ExecutorUnavailableException if the executor is away for now
  Execution<CommitmentState> updateCommitmentState(
      long sessionId, long softNumber, long firmNumber);

  /// An executed block by number, as long as the executor keeps it.
  Optional<BlockMetadata> block(long number);
}
