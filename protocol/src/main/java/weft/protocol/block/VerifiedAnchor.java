package weft.protocol.block;

import weft.primitives.Hash32;

/// What a verified [BlockAnchor] proves. Comes from [AnchorVerifier].
///
/// @param appHash state root after the block
public record VerifiedAnchor(
    BlockHeader header, Hash32 blockHash, Preamble preamble, Hash32 appHash) {}
