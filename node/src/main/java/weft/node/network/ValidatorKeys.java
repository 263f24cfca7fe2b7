package weft.node.network;

import java.security.SecureRandom;
import weft.engine.cometbft.home.FreshKey;
import weft.ledger.genesis.GenesisValidator;
import weft.primitives.Amount;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;
import weft.primitives.PrivateKey;

/// The secrets of one validator.
///
/// @param operator the account that acts for it and earns its fees
/// @param consensus signs votes
/// @param attestation signs what it attests
/// @param node signs receipts
/// @param peer signs connections to other nodes
public record ValidatorKeys(
    PrivateKey operator,
    Ed25519PrivateKey consensus,
    BlsPrivateKey attestation,
    PrivateKey node,
    Ed25519PrivateKey peer) {
  private static final int SECRET_BYTES = 32;

  /// Fresh ones.
  public static ValidatorKeys generate() {
    return new ValidatorKeys(
        PrivateKey.of(random()),
        FreshKey.generate(),
        BlsPrivateKey.generate(random()),
        PrivateKey.of(random()),
        FreshKey.generate());
  }

  private static Bytes random() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  /// The validator as a genesis lists it.
  public GenesisValidator genesisValidator(Amount bond) {
    return new GenesisValidator(
        operator.address(),
        consensus.publicKey(),
        attestation.publicKey(),
        attestation.provePossession(),
        bond);
  }

  /// How other nodes name this one: 40 lower-case hexadecimal digits.
  public String peerId() {
    return peer.publicKey().consensusAddress().bytes().toHex();
  }

  /// The keys alone, never the secrets.
  @Override
  public String toString() {
    return "ValidatorKeys[" + operator.address() + "]";
  }
}
