package weft.protocol.lane;

import weft.primitives.Bytes;
import weft.primitives.MerkleProof;

/// One entry of one lane block of one block.
public record PayloadProof(
    Bytes laneHeader, Bytes entry, MerkleProof entryProof, LaneBlockProof laneBlock) {}
