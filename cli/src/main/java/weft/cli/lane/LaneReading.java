package weft.cli.lane;

import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.protocol.block.AnchorCheck;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.rollup.client.WeftClient;

/// Reads single lane blocks and believes only what it verified.
final class LaneReading {
  private LaneReading() {}

  static VerifiedLaneBlock read(
      WeftClient client, RollupId rollup, long laneHeight, AnchorCheck anchors) {
    return NodeOption.require(find(client, rollup, laneHeight, anchors));
  }

  /// The verified lane block, or why the node has none.
  static Checked<VerifiedLaneBlock> find(
      WeftClient client, RollupId rollup, long laneHeight, AnchorCheck anchors) {
    return switch (client.lanes().laneBlock(rollup, laneHeight)) {
      case Checked.Ok<ProvenLaneBlock>(ProvenLaneBlock proven) ->
          Checked.ok(verified(proven, rollup, laneHeight, anchors));
      case Checked.Refused<ProvenLaneBlock>(Refusal refusal) -> Checked.refused(refusal);
    };
  }

  private static VerifiedLaneBlock verified(
      ProvenLaneBlock proven, RollupId rollup, long laneHeight, AnchorCheck anchors) {
    VerifiedLaneBlock block = require(LaneVerifier.verifyLaneBlock(proven, rollup, anchors));
    if (block.header().laneHeight() != laneHeight) {
      throw CliException.notVerified(
          "LANE-9", "the node sent lane block " + block.header().laneHeight());
    }
    return block;
  }

  /// What was proven, or the command's failure with the broken rule.
  static <T> T require(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Valid<T>(T value) -> value;
      case Verdict.Invalid<T>(String rule, String reason) ->
          throw CliException.notVerified(rule, reason);
    };
  }
}
