package weft.rollup.lane;

import weft.protocol.refusal.Refusal;

/// What a follower is doing. The lane height is the last verified one.
public sealed interface FollowerState {
  long laneHeight();

  /// Reads history in ranges.
  ///
  /// @param latest the node's latest lane height as far as known
  record CatchingUp(long laneHeight, long latest) implements FollowerState {}

  /// Has all that the node had and waits for more on the live stream.
  record Live(long laneHeight) implements FollowerState {}

  /// Waits before it asks again.
  ///
  /// @param failures failed attempts in a row
  record Reconnecting(long laneHeight, int failures, String reason) implements FollowerState {}

  /// A state that never changes again.
  sealed interface Final extends FollowerState {}

  /// The node lied; the evidence says how.
  record CaughtLie(long laneHeight, Evidence evidence) implements Final {}

  /// The node cannot serve this cursor, such as history that it has dropped, or a lane block that
  /// is larger than the client takes.
  record Refused(long laneHeight, Refusal refusal) implements Final {}

  /// Too little is known of the validators to believe anybody: the reader was away for longer than
  /// its trusting period, or goes back before its trusted point. Nobody lied; go on with a fresh
  /// trusted point.
  ///
  /// @param rule `LIGHT-2` or `LIGHT-4`
  record Untrusted(long laneHeight, String rule, String reason) implements Final {}

  record Closed(long laneHeight) implements Final {}
}
