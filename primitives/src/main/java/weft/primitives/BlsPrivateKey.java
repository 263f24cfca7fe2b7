package weft.primitives;

import java.math.BigInteger;
import supranational.blst.P1;
import supranational.blst.P2;
import supranational.blst.SecretKey;

/// A BLS12-381 private key; see [BlsPublicKey] for the scheme. The secret shows up in [#secret] and
/// nowhere else.
public final class BlsPrivateKey {
  public static final int SIZE = 32;

  private static final BigInteger ORDER =
      new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);
  private static final Bytes SEED_DOMAIN = Bytes.utf8("weft/development-bls-key/v1");

  private final SecretKey key;
  private final BlsPublicKey publicKey;

  private BlsPrivateKey(SecretKey key) {
    this.key = key;
    this.publicKey = BlsPublicKey.of(new P1(key));
  }

  /// The key with these 32 big-endian bytes.
  ///
  /// @throws IllegalArgumentException unless their number lies in `1..r-1`
  public static BlsPrivateKey of(Bytes secret) {
    // The library takes any bytes, even zero and numbers beyond the order.
    BigInteger number = new BigInteger(1, secret.toArray());
    if (secret.size() != SIZE || number.signum() == 0 || number.compareTo(ORDER) >= 0) {
      throw new IllegalArgumentException("a BLS private key has 32 bytes and lies in 1..r-1");
    }
    SecretKey key = new SecretKey();
    key.from_bendian(secret.toArrayUnsafe());
    return new BlsPrivateKey(key);
  }

  /// A key made of random bytes, by KeyGen of draft-irtf-cfrg-bls-signature-05.
  ///
  /// @param random at least 32 bytes from a source that nobody can guess
  public static BlsPrivateKey generate(Bytes random) {
    if (random.size() < SIZE) {
      throw new IllegalArgumentException("a BLS key is made of at least 32 random bytes");
    }
    SecretKey key = new SecretKey();
    key.keygen(random.toArray());
    return new BlsPrivateKey(key);
  }

  /// A repeatable key for tests and development networks. **Not for production**.
  public static BlsPrivateKey fromSeed(Bytes seed) {
    return generate(Sha256.hash(SEED_DOMAIN, seed).bytes());
  }

  public BlsPublicKey publicKey() {
    return publicKey;
  }

  public BlsSignature sign(Bytes message) {
    return sign(message, BlsSignature.SIGNATURE_TAG);
  }

  /// The proof that [BlsPublicKey#isPossessed] checks.
  public BlsSignature provePossession() {
    return sign(publicKey.bytes(), BlsSignature.POSSESSION_TAG);
  }

  private BlsSignature sign(Bytes message, String tag) {
    return BlsSignature.of(new P2().hash_to(message.toArrayUnsafe(), tag).sign_with(key));
  }

  /// The 32 secret bytes, for writing a key file. Never log them.
  public Bytes secret() {
    return Bytes.wrap(key.to_bendian());
  }

  /// The public key only, never the secret.
  @Override
  public String toString() {
    return "BlsPrivateKey[" + publicKey + "]";
  }
}
