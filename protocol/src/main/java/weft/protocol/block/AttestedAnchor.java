package weft.protocol.block;

import weft.primitives.Hash32;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;

/// The anchor of a network's block: what its validators said about it, and their signature.
///
/// @param validatorsHash the set that they were; a hint, which proves nothing by itself
public record AttestedAnchor(
    BlockStatement statement, Hash32 validatorsHash, Attestation attestation)
    implements BlockAnchor {}
