package weft.protocol.lane;

import weft.primitives.Hash32;
import weft.protocol.block.VerifiedAnchor;

/// What a verified [PayloadProof] proves. Comes from [LaneVerifier].
///
/// @param laneHash hash of the lane block
/// @param index the entry's place in the lane block, from 0 on
public record VerifiedPayload(
    LaneHeader header, Hash32 laneHash, int index, LaneEntry entry, VerifiedAnchor anchor) {}
