package weft.protocol.lane;

import weft.primitives.MerkleProof;
import weft.protocol.block.BlockAnchor;

/// A lane block's place in its block: the lane header is a leaf of the tree whose root the anchor's
/// preamble holds.
public record LaneBlockProof(BlockAnchor anchor, MerkleProof laneProof) {}
