package weft.primitives;

import fr.acinq.secp256k1.Secp256k1;

/// A secp256k1 private key, the kind Ethereum accounts use. Immutable and safe to share between
/// threads. The secret shows up in [#secret] and nowhere else.
public final class PrivateKey {
  public static final int SIZE = 32;

  private static final Bytes SEED_DOMAIN = Bytes.utf8("weft/development-key/v1");

  private final byte[] secret;
  private final Bytes publicKey;
  private final Address address;

  private PrivateKey(byte[] secret) {
    this.secret = secret;
    this.publicKey = Bytes.wrap(Secp256k1.get().pubkeyCreate(secret));
    this.address = Signature.addressOf(publicKey);
  }

  /// The key with these 32 big-endian bytes.
  ///
  /// @throws IllegalArgumentException unless there are 32 bytes whose number lies in `1..n-1`
  public static PrivateKey of(Bytes bytes) {
    if (bytes.size() != SIZE) {
      throw new IllegalArgumentException("a private key has 32 bytes, got " + bytes.size());
    }
    byte[] secret = bytes.toArray();
    if (!Secp256k1.get().secKeyVerify(secret)) {
      throw new IllegalArgumentException("a private key lies in 1..n-1 of secp256k1");
    }
    return new PrivateKey(secret);
  }

  /// A repeatable key for tests and development networks: `SHA-256("weft/development-key/v1" ‖
  /// seed)`. **Not for production**: whoever guesses the seed owns the account.
  public static PrivateKey fromSeed(Bytes seed) {
    return of(Sha256.hash(SEED_DOMAIN, seed).bytes());
  }

  /// Signs a 32-byte digest; the nonce is the deterministic one of RFC 6979, `s` is low (EIP-2).
  public Signature sign(Hash32 digest) {
    byte[] compact = Secp256k1.get().sign(digest.toArrayUnsafe(), secret);
    Signature even = Signature.ofParts(compact, 0);
    boolean isEven = even.recoverPublicKey(digest).filter(publicKey::equals).isPresent();
    return isEven ? even : Signature.ofParts(compact, 1);
  }

  /// The Ethereum address: the last 20 bytes of the Keccak-256 of the public key.
  public Address address() {
    return address;
  }

  /// The uncompressed public key of SEC 1: 65 bytes, `0x04 ‖ x ‖ y`.
  public Bytes publicKey() {
    return publicKey;
  }

  /// The 32 secret bytes, for writing a key file. Never log them.
  public Bytes secret() {
    return Bytes.copyOf(secret);
  }

  /// The address only, never the secret.
  @Override
  public String toString() {
    return "PrivateKey[" + address + "]";
  }
}
