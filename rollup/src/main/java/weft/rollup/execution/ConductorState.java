package weft.rollup.execution;

import weft.protocol.refusal.Refusal;
import weft.rollup.lane.Evidence;
import weft.rollup.lane.FollowerState;

/// What a conductor is doing.
public sealed interface ConductorState {

  /// Opens a session, or waits for the executor.
  ///
  /// @param failures failed attempts in a row
  record Connecting(int failures, String reason) implements ConductorState {}

  /// Follows and executes.
  ///
  /// @param head the last executed block
  record Running(FollowerState follower, BlockMetadata head) implements ConductorState {}

  /// A state that never changes again.
  sealed interface Final extends ConductorState {}

  /// The node lied; the evidence says how. Nothing unverified was executed.
  record CaughtLie(Evidence evidence) implements Final {}

  /// The node cannot serve the rollup's cursor.
  record Refused(Refusal refusal) implements Final {}

  /// Too little is known of the validators to believe anybody: the reader was away for longer than
  /// its trusting period, or goes back before its trusted point. Start with a fresh trusted point.
  ///
  /// @param rule `LIGHT-2` or `LIGHT-4`
  record Untrusted(String rule, String reason) implements Final {}

  /// The last block within the executor's bounds is executed.
  record Finished(BlockMetadata head) implements Final {}

  /// A fault in the executor, or in the listener, as the reason says. The executor's stored state
  /// is that of the last executed block.
  record Failed(String reason) implements Final {}

  record Closed() implements Final {}
}
