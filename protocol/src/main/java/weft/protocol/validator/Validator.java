package weft.protocol.validator;

import weft.primitives.Address;
import weft.primitives.BlsPublicKey;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.primitives.MalformedException;

/// A validator as a member of a set.
///
/// @param consensusKey votes in consensus
/// @param blsKey attests blocks; its possession is proven
/// @param power its weight, from 1 on
public record Validator(Ed25519PublicKey consensusKey, BlsPublicKey blsKey, long power) {
  /// Size of the fixed layout in bytes.
  public static final int SIZE = Ed25519PublicKey.SIZE + BlsPublicKey.SIZE + Long.BYTES;

  public Validator {
    if (power < 1) {
      throw new IllegalArgumentException("a validator has a power of at least 1, got " + power);
    }
  }

  /// How CometBFT names it: the first 20 bytes of SHA-256 of its consensus key.
  public Address consensusAddress() {
    return consensusKey.consensusAddress();
  }

  public Validator withPower(long newPower) {
    return new Validator(consensusKey, blsKey, newPower);
  }

  /// Consensus key, BLS key, power: the leaf of a set's hash.
  public Bytes encode() {
    return new ByteWriter(SIZE)
        .bytes(consensusKey.bytes())
        .bytes(blsKey.bytes())
        .u64(power)
        .toBytes();
  }

  static Validator read(ByteReader reader) {
    Ed25519PublicKey consensusKey =
        Ed25519PublicKey.of(reader.bytes("validator.consensus_key", Ed25519PublicKey.SIZE));
    BlsPublicKey blsKey =
        BlsPublicKey.of(reader.bytes("validator.bls_key", BlsPublicKey.SIZE))
            .orElseThrow(() -> new MalformedException("validator.bls_key", "is no BLS key"));
    long power = reader.u64("validator.power");
    if (power == 0) {
      throw new MalformedException("validator.power", "must be at least 1");
    }
    return new Validator(consensusKey, blsKey, power);
  }
}
