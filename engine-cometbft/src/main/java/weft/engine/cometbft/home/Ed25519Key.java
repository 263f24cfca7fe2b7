package weft.engine.cometbft.home;

import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import weft.primitives.Bytes;
import weft.primitives.Sha256;

/// An ed25519 secret with its public key, as the engine's files need them.
public final class Ed25519Key {
  public static final int SEED_BYTES = 32;
  public static final int PUBLIC_KEY_BYTES = 32;
  private static final int ADDRESS_BYTES = 20;

  private final Bytes seed;
  private final Bytes publicKey;

  private Ed25519Key(Bytes seed) {
    this.seed = seed;
    this.publicKey =
        Bytes.wrap(
            new Ed25519PrivateKeyParameters(seed.toArray()).generatePublicKey().getEncoded());
  }

  /// The key of a seed (RFC 8032, section 5.1.5).
  ///
  /// @param seed 32 bytes
  public static Ed25519Key ofSeed(Bytes seed) {
    if (seed.size() != SEED_BYTES) {
      throw new IllegalArgumentException("an ed25519 seed has 32 bytes, not " + seed.size());
    }
    return new Ed25519Key(seed);
  }

  public static Ed25519Key generate() {
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    return new Ed25519Key(Bytes.wrap(seed));
  }

  /// The secret.
  public Bytes seed() {
    return seed;
  }

  public Bytes publicKey() {
    return publicKey;
  }

  /// The validator's address, and in lower-case hexadecimal the node's id.
  public Bytes address() {
    return address(publicKey);
  }

  /// The first 20 bytes of the SHA-256 of a public key.
  public static Bytes address(Bytes publicKey) {
    return Sha256.hash(publicKey).bytes().slice(0, ADDRESS_BYTES);
  }

  /// Never the secret.
  @Override
  public String toString() {
    return "ed25519 " + publicKey;
  }
}
