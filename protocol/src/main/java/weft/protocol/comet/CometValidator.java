package weft.protocol.comet;

import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;

/// A validator as CometBFT knows it.
///
/// @param power its weight, from 1 on
public record CometValidator(Ed25519PublicKey key, long power) {
  public CometValidator {
    if (power < 1) {
      throw new IllegalArgumentException("a validator has a power of at least 1, got " + power);
    }
  }

  /// How votes name it.
  public Address address() {
    return key.consensusAddress();
  }

  /// `SimpleValidator`: the leaf of the set's hash.
  Bytes encode() {
    Bytes publicKey = new ProtoWriter().bytes(1, key.bytes()).toBytes();
    return new ProtoWriter().message(1, publicKey).varint(2, power).toBytes();
  }
}
