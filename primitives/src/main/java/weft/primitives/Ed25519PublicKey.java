package weft.primitives;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 public key (RFC 8032): CometBFT's consensus keys. Any 32 bytes are taken; those that
/// are no key verify nothing.
public final class Ed25519PublicKey {
  public static final int SIZE = 32;
  public static final int SIGNATURE_SIZE = 64;

  private final Bytes bytes;

  private Ed25519PublicKey(Bytes bytes) {
    this.bytes = bytes;
  }

  /// @throws IllegalArgumentException unless there are 32 bytes
  public static Ed25519PublicKey of(Bytes bytes) {
    if (bytes.size() != SIZE) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes, got " + bytes.size());
    }
    return new Ed25519PublicKey(bytes);
  }

  public Bytes bytes() {
    return bytes;
  }

  /// The first 20 bytes of the key's SHA-256: how CometBFT names a validator. Not an account.
  public Address consensusAddress() {
    return Address.of(Sha256.hash(bytes).bytes().slice(0, Address.SIZE));
  }

  /// Whether this key made the signature, by the rules of ZIP 215, which CometBFT follows: nodes
  /// that judged by other rules could disagree about a signature made to divide them. About 0.1 ms;
  /// a refusal takes about 2 ms.
  public boolean verifies(Bytes message, Bytes signature) {
    return signature.size() == SIGNATURE_SIZE
        && (isVerifiedFast(message, signature) || Zip215.verifies(bytes, message, signature));
  }

  /// What the library accepts is valid by ZIP 215 too: it takes fewer encodings of points, and its
  /// equation, a non-zero multiple below `L` of `[S]B - [k]A - R`, allows at most a rest that the
  /// factor 8 removes. What it refuses may still be valid.
  private boolean isVerifiedFast(Bytes message, Bytes signature) {
    return Ed25519.verify(
        signature.toArrayUnsafe(),
        0,
        bytes.toArrayUnsafe(),
        0,
        message.toArrayUnsafe(),
        0,
        message.size());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519PublicKey that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /// All 32 bytes in hexadecimal with `0x`.
  @Override
  public String toString() {
    return "0x" + bytes.toHex();
  }
}
