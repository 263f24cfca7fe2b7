package weft.protocol.block;

import weft.primitives.Address;

/// Whom a verifier believes: the chain, and the address of its only validator, learnt once from a
/// place that the reader trusts (the genesis file).
public record TrustedValidator(long chainId, Address validator) {}
