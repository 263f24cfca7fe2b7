package weft.protocol.lane;

import java.util.List;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.MerkleTree;
import weft.protocol.block.VerifiedAnchor;
import weft.protocol.transaction.RollupId;
import weft.protocol.verdict.Verdict;

/// Checks the neighbours of an absence proof: lane headers are sorted by rollup id, so two adjacent
/// ones with the rollup between them leave no place for it.
final class LaneAbsence {
  private static final Hash32 EMPTY_ROOT = MerkleTree.root(List.of());

  private LaneAbsence() {}

  static Verdict<VerifiedAnchor> verify(
      LaneAbsenceProof proof, RollupId rollup, long height, VerifiedAnchor anchor) {
    if (anchor.height() != height) {
      return Verdict.invalid(
          "LANE-13", "the block has height " + anchor.height() + " instead of " + height);
    }
    if (anchor.laneCount() == 0) {
      return verifyNoLanes(proof, anchor);
    }
    if (proof.left().isEmpty() && proof.right().isEmpty()) {
      return Verdict.invalid("LANE-14", "the block has lanes, but the proof has no neighbour");
    }
    long leftIndex = proof.left().map(left -> left.laneProof().index()).orElse(-1L);
    long rightIndex =
        proof.right().map(right -> right.laneProof().index()).orElse((long) anchor.laneCount());
    if (rightIndex - leftIndex != 1) {
      return Verdict.invalid(
          "LANE-15", "lanes " + leftIndex + " and " + rightIndex + " are not adjacent");
    }
    Verdict<VerifiedAnchor> verdict = Verdict.valid(anchor);
    if (proof.left().isPresent()) {
      LaneAbsenceProof.Neighbour left = proof.left().get();
      verdict = verdict.then(a -> verifyNeighbour(left, rollup, true, a));
    }
    if (proof.right().isPresent()) {
      LaneAbsenceProof.Neighbour right = proof.right().get();
      verdict = verdict.then(a -> verifyNeighbour(right, rollup, false, a));
    }
    return verdict;
  }

  private static Verdict<VerifiedAnchor> verifyNoLanes(
      LaneAbsenceProof proof, VerifiedAnchor anchor) {
    if (proof.left().isPresent() || proof.right().isPresent()) {
      return Verdict.invalid("LANE-14", "the block has no lanes, but the proof has a neighbour");
    }
    if (!anchor.lanesRoot().equals(EMPTY_ROOT)) {
      return Verdict.invalid(
          "LANE-14", "no lanes, but the lanes root is not that of an empty tree");
    }
    return Verdict.valid(anchor);
  }

  private static Verdict<VerifiedAnchor> verifyNeighbour(
      LaneAbsenceProof.Neighbour neighbour,
      RollupId rollup,
      boolean isLeft,
      VerifiedAnchor anchor) {
    LaneHeader header;
    try {
      header = LaneHeader.decode(neighbour.laneHeader());
    } catch (MalformedException e) {
      return Verdict.invalid("LANE-1", "a neighbour's header is malformed: " + e.getMessage());
    }
    if (neighbour.laneProof().size() != anchor.laneCount()
        || !neighbour.laneProof().verifies(anchor.lanesRoot(), neighbour.laneHeader())) {
      return Verdict.invalid("LANE-3", "a neighbour is not under the block's lanes root");
    }
    int order = header.rollupId().compareTo(rollup.hash());
    if (isLeft ? order >= 0 : order <= 0) {
      return Verdict.invalid(
          "LANE-16", "the " + (isLeft ? "left" : "right") + " neighbour is on the wrong side");
    }
    return Verdict.valid(anchor);
  }
}
