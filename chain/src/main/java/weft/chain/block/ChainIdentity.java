package weft.chain.block;

import weft.primitives.Address;

/// What a chain's rules take from its genesis for good.
///
/// @param validator the only proposer and signer of commits
record ChainIdentity(long chainId, Address validator) {}
