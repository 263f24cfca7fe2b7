package weft.primitives;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 private key (RFC 8032). The secret shows up in [#secret] and nowhere else.
public final class Ed25519PrivateKey {
  public static final int SIZE = 32;

  private static final Bytes SEED_DOMAIN = Bytes.utf8("weft/development-ed25519-key/v1");

  private final byte[] secret;
  private final Ed25519PublicKey publicKey;

  private Ed25519PrivateKey(byte[] secret) {
    this.secret = secret;
    byte[] key = new byte[Ed25519PublicKey.SIZE];
    Ed25519.generatePublicKey(secret, 0, key, 0);
    this.publicKey = Ed25519PublicKey.of(Bytes.wrap(key));
  }

  /// The key with this seed (RFC 8032 calls it the private key).
  ///
  /// @throws IllegalArgumentException unless there are 32 bytes
  public static Ed25519PrivateKey of(Bytes secret) {
    if (secret.size() != SIZE) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes, got " + secret.size());
    }
    return new Ed25519PrivateKey(secret.toArray());
  }

  /// A repeatable key for tests and development networks. **Not for production**.
  public static Ed25519PrivateKey fromSeed(Bytes seed) {
    return of(Sha256.hash(SEED_DOMAIN, seed).bytes());
  }

  public Ed25519PublicKey publicKey() {
    return publicKey;
  }

  /// 64 bytes.
  public Bytes sign(Bytes message) {
    byte[] signature = new byte[Ed25519PublicKey.SIGNATURE_SIZE];
    byte[] raw = message.toArrayUnsafe();
    Ed25519.sign(secret, 0, raw, 0, raw.length, signature, 0);
    return Bytes.wrap(signature);
  }

  /// The 32 secret bytes, for writing a key file. Never log them.
  public Bytes secret() {
    return Bytes.copyOf(secret);
  }

  /// The public key only, never the secret.
  @Override
  public String toString() {
    return "Ed25519PrivateKey[" + publicKey + "]";
  }
}
