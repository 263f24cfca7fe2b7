package weft.node.network;

import weft.ledger.genesis.GenesisValidator;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.BlsPublicKey;
import weft.primitives.BlsSignature;
import weft.primitives.Ed25519PublicKey;

/// What a validator tells others of its keys; nothing of it is secret.
///
/// @param operator the account that acts for it and earns its fees
/// @param consensusKey checks its votes
/// @param blsKey checks what it attests
/// @param possession proves that it has the secret of its BLS key
/// @param peer how nodes reach it, `ID@HOST:PORT`; the id alone where the address is not known
public record PublicKeys(
    Address operator,
    Ed25519PublicKey consensusKey,
    BlsPublicKey blsKey,
    BlsSignature possession,
    String peer) {

  /// The validator as a genesis lists it.
  public GenesisValidator genesisValidator(Amount bond) {
    return new GenesisValidator(operator, consensusKey, blsKey, possession, bond);
  }
}
