package weft.chain.block;

import weft.primitives.Address;
import weft.primitives.Hash32;

/// What a chain's rules take from its genesis for good.
///
/// @param genesisHash see [weft.ledger.genesis.Genesis#hash]
/// @param validator the only proposer and signer of commits; the zero address on a network
record ChainIdentity(long chainId, Hash32 genesisHash, Address validator, boolean isNetwork) {}
