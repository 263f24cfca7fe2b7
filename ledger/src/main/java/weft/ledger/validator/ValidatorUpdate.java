package weft.ledger.validator;

import weft.primitives.Ed25519PublicKey;

/// One difference between a set and the one after it, for the engine.
///
/// @param power the new one; 0 takes the validator out of the set
public record ValidatorUpdate(Ed25519PublicKey consensusKey, long power) {}
