package weft.rollup.client;

import weft.protocol.block.AttestedAnchor;
import weft.protocol.light.ValidatorChange;
import weft.protocol.validator.ValidatorSet;

/// A change of a network's validators as a node sent it, unverified.
///
/// @param anchor of the last block that the set before attests
/// @param next who attest from the next height on
public record ClaimedChange(AttestedAnchor anchor, ValidatorSet next) {
  public ValidatorChange toChange() {
    return new ValidatorChange(anchor.statement(), anchor.attestation(), next);
  }
}
