package weft.storage;

import weft.primitives.Bytes;
import weft.protocol.block.AttestedAnchor;

/// A change of a network's validators.
///
/// @param anchor of the last block that the set before attests; its statement names the next set.
///   Where two thirds never attested that block, it has the signatures of more than a third
/// @param nextValidators the set of the next height as `ValidatorSet` writes it
public record StoredValidatorChange(AttestedAnchor anchor, Bytes nextValidators) {}
