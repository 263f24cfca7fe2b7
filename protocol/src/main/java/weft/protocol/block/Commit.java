package weft.protocol.block;

import weft.primitives.Hash32;
import weft.primitives.Signature;

/// The vote of an embedded engine's only validator. It signs [CommitDigest]: chain id, height,
/// block hash, lanes root and state root, so that lanes and state are vouched for at the same
/// height.
///
/// @param appHash state root after the block
public record Commit(Hash32 appHash, Signature signature) {}
