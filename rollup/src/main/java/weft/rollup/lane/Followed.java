package weft.rollup.lane;

import weft.protocol.lane.VerifiedLaneBlock;

/// What a follower brings next.
public sealed interface Followed {

  /// The next lane block; everything about it is verified.
  record Verified(VerifiedLaneBlock laneBlock) implements Followed {}

  /// Nothing came within the wait.
  record Nothing() implements Followed {}

  /// Nothing will come any more.
  record Ended(FollowerState.Final state) implements Followed {}
}
