package weft.ledger.genesis;

import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.BlsPublicKey;
import weft.primitives.BlsSignature;
import weft.primitives.Ed25519PublicKey;

/// A validator that a network starts with.
///
/// @param operator the account that acts for it and earns its fees
/// @param consensusKey votes in consensus
/// @param blsKey attests blocks
/// @param possession proves that the validator has the secret of its BLS key
/// @param bond locked from the start, default asset; part of the supply beside the balances
public record GenesisValidator(
    Address operator,
    Ed25519PublicKey consensusKey,
    BlsPublicKey blsKey,
    BlsSignature possession,
    Amount bond) {}
