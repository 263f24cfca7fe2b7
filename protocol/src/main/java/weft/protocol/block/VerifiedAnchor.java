package weft.protocol.block;

import weft.primitives.Hash32;

/// What a verified [BlockAnchor] proves.
///
/// @param timeMs the time that the block's lanes have
/// @param lanesRoot RFC 6962 root over the encoded lane headers, sorted by rollup id
/// @param laneCount number of lane headers under the root
/// @param appHash state root after the block
public record VerifiedAnchor(
    long chainId,
    long height,
    long timeMs,
    Hash32 blockHash,
    Hash32 lanesRoot,
    int laneCount,
    Hash32 appHash) {}
