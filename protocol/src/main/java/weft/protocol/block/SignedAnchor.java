package weft.protocol.block;

import weft.primitives.Bytes;
import weft.primitives.MerkleProof;

/// The anchor of a block of an embedded engine, in encoded form.
///
/// @param header the block header's fixed layout
/// @param preamble the preamble's fixed layout
/// @param preambleProof the preamble's place, index 0, among the block's entries
public record SignedAnchor(Bytes header, Bytes preamble, MerkleProof preambleProof, Commit commit)
    implements BlockAnchor {}
