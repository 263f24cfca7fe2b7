package weft.protocol.block;

import weft.primitives.Bytes;
import weft.primitives.MerkleProof;

/// What ties a lanes root and a state root to a validator's signature, in encoded form.
///
/// @param header the block header's fixed layout
/// @param preamble the preamble's fixed layout
/// @param preambleProof the preamble's place, index 0, among the block's entries
public record BlockAnchor(Bytes header, Bytes preamble, MerkleProof preambleProof, Commit commit) {}
