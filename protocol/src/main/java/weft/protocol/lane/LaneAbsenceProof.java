package weft.protocol.lane;

import java.util.Optional;
import weft.primitives.Bytes;
import weft.primitives.MerkleProof;
import weft.protocol.block.BlockAnchor;

/// That a rollup has no lane block in a block: its neighbours by id in the tree of lane headers.
/// Both are empty where the block has no lanes at all.
public record LaneAbsenceProof(
    BlockAnchor anchor, Optional<Neighbour> left, Optional<Neighbour> right) {

  /// A lane header of the block and its place in the tree.
  public record Neighbour(Bytes laneHeader, MerkleProof laneProof) {}
}
