package weft.rollup.lane;

import weft.protocol.block.AnchorCheck;
import weft.protocol.lane.LaneHeader;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;

/// All that a lane block must satisfy to be the next one after a cursor.
final class LaneRules {
  private LaneRules() {}

  /// Checks the lane block by itself (entries, lanes root, commit), then its place after the
  /// cursor.
  static Verdict<VerifiedLaneBlock> checkNext(
      LaneCursor cursor, ProvenLaneBlock proven, RollupId rollup, AnchorCheck anchors) {
    return LaneVerifier.verifyLaneBlock(proven, rollup, anchors)
        .then(block -> checkPlace(cursor, block));
  }

  /// The same with a lane block that is proven by what came later in the lane.
  static Verdict<VerifiedLaneBlock> checkNext(
      LaneCursor cursor, ProvenLaneBlock proven, BackwardProof later) {
    return later
        .check(cursor.nextLaneHeight(), proven.laneBlock())
        .then(block -> checkPlace(cursor, block));
  }

  private static Verdict<VerifiedLaneBlock> checkPlace(LaneCursor cursor, VerifiedLaneBlock block) {
    Verdict<LaneHeader> place =
        cursor
            .last()
            .map(last -> LaneVerifier.verifyFollows(last, block.header()))
            .orElseGet(() -> LaneVerifier.verifyFirst(block.header()));
    return place.then(_ -> Verdict.valid(block));
  }
}
