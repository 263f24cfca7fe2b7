package weft.protocol.lane;

/// A lane block with its place in its block.
public record ProvenLaneBlock(LaneBlock laneBlock, LaneBlockProof proof) {}
