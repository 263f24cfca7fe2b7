package weft.cli.lane;

import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.protocol.block.AnchorCheck;
import weft.protocol.lane.LaneVerifier;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;
import weft.rollup.client.LaneRange;
import weft.rollup.client.TrustedAnchors;
import weft.rollup.client.WeftClient;
import weft.rollup.lane.BackwardProof;

/// Reads single lane blocks and believes only what it verified.
final class LaneReading {
  private LaneReading() {}

  static VerifiedLaneBlock read(
      WeftClient client, RollupId rollup, long laneHeight, AnchorCheck anchors) {
    return NodeOption.require(find(client, rollup, laneHeight, anchors));
  }

  /// The verified lane block, or why the node has none. One that cannot be judged by its own block
  /// is proven by later ones.
  static Checked<VerifiedLaneBlock> find(
      WeftClient client, RollupId rollup, long laneHeight, AnchorCheck anchors) {
    return switch (client.lanes().laneBlock(rollup, laneHeight)) {
      case Checked.Ok<ProvenLaneBlock>(ProvenLaneBlock proven) ->
          Checked.ok(verified(client, proven, rollup, laneHeight, anchors));
      case Checked.Refused<ProvenLaneBlock>(Refusal refusal) ->
          refusal.code() == RefusalCode.NOT_ATTESTED
              ? unattested(client, rollup, laneHeight, anchors, refusal)
              : Checked.refused(refusal);
    };
  }

  private static Checked<VerifiedLaneBlock> unattested(
      WeftClient client, RollupId rollup, long laneHeight, AnchorCheck anchors, Refusal refusal) {
    return switch (client.lanes().laneBlocks(rollup, laneHeight, 1, 1)) {
      case Checked.Ok<LaneRange>(LaneRange range) ->
          range.laneBlocks().isEmpty()
              ? Checked.refused(refusal)
              : Checked.ok(
                  verified(client, range.laneBlocks().getFirst(), rollup, laneHeight, anchors));
      case Checked.Refused<LaneRange>(Refusal other) -> Checked.refused(other);
    };
  }

  private static VerifiedLaneBlock verified(
      WeftClient client,
      ProvenLaneBlock proven,
      RollupId rollup,
      long laneHeight,
      AnchorCheck anchors) {
    Verdict<VerifiedLaneBlock> own = LaneVerifier.verifyLaneBlock(proven, rollup, anchors);
    boolean needsLater =
        own instanceof Verdict.Invalid<VerifiedLaneBlock> invalid
            && TrustedAnchors.isBeyondTrust(invalid.rule());
    VerifiedLaneBlock block =
        require(
            needsLater
                ? BackwardProof.prove(
                    client.lanes(), rollup, anchors, laneHeight, proven.laneBlock())
                : own);
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
