package weft.protocol.light;

import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;
import weft.protocol.validator.ValidatorSet;

/// How one set of validators hands on to the next.
///
/// @param statement of the last height that the old set attests; it names the hash of the new one
/// @param attestation by the old set; more than a third of its power is enough
/// @param nextSet who attest from the height after on
public record ValidatorChange(
    BlockStatement statement, Attestation attestation, ValidatorSet nextSet) {}
