package weft.primitives;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Optional;

/// A recoverable secp256k1 signature as Ethereum wallets make it: `r ‖ s ‖ v`, 65 bytes.
///
/// One signature has one form: `v` is 27 or 28 and `s` lies in the lower half of the group order
/// (EIP-2), so nobody can turn a valid signature into a second one with other bytes.
public final class Signature {
  public static final int SIZE = 65;

  private static final Bytes ORDER =
      Bytes.fromHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
  private static final Bytes HALF_ORDER =
      Bytes.fromHex("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");
  private static final Bytes ZERO = Hash32.ZERO.bytes();
  private static final int S_AT = 32;
  private static final int V_AT = 64;
  private static final int V_BASE = 27;

  private final Bytes bytes;

  private Signature(Bytes bytes) {
    this.bytes = bytes;
  }

  /// Takes 65 bytes `r ‖ s ‖ v`.
  ///
  /// @throws IllegalArgumentException if the bytes are not [well formed][#isWellFormed]
  public static Signature of(Bytes bytes) {
    if (!isWellFormed(bytes)) {
      throw new IllegalArgumentException(
          "a signature is 65 bytes r‖s‖v with 0 < r < n, 0 < s <= n/2 and v 27 or 28");
    }
    return new Signature(bytes);
  }

  /// Whether the bytes are 65, `r` lies in `1..n-1`, `s` in `1..n/2`, and `v` is 27 or 28.
  public static boolean isWellFormed(Bytes bytes) {
    if (bytes.size() != SIZE) {
      return false;
    }
    int v = bytes.get(V_AT);
    Bytes r = bytes.slice(0, Hash32.SIZE);
    Bytes s = bytes.slice(S_AT, Hash32.SIZE);
    return (v == V_BASE || v == V_BASE + 1)
        && !r.equals(ZERO)
        && r.compareTo(ORDER) < 0
        && !s.equals(ZERO)
        && s.compareTo(HALF_ORDER) <= 0;
  }

  static Signature ofParts(byte[] compact, int parity) {
    return of(Bytes.concat(Bytes.wrap(compact), Bytes.wrap(new byte[] {(byte) (V_BASE + parity)})));
  }

  /// The 65 bytes `r ‖ s ‖ v`.
  public Bytes bytes() {
    return bytes;
  }

  /// The address whose key made this signature over the digest; empty where no key can have made
  /// it. Any well-formed signature recovers to *some* address: compare it with the expected one.
  public Optional<Address> recover(Hash32 digest) {
    return recoverPublicKey(digest).map(Signature::addressOf);
  }

  /// The uncompressed public key (65 bytes, `0x04 ‖ x ‖ y`) that made this signature.
  Optional<Bytes> recoverPublicKey(Hash32 digest) {
    byte[] compact = bytes.slice(0, V_AT).toArray();
    try {
      byte[] key =
          Secp256k1.get().ecdsaRecover(compact, digest.toArrayUnsafe(), bytes.get(V_AT) - V_BASE);
      return Optional.of(Bytes.wrap(key));
    } catch (Secp256k1Exception e) {
      // The library knows no other answer for an r that is no point on the curve.
      return Optional.empty();
    }
  }

  /// The last 20 bytes of the Keccak-256 of a public key without its leading `0x04`.
  static Address addressOf(Bytes uncompressedKey) {
    Hash32 hash = Keccak256.hash(uncompressedKey.slice(1, 64));
    return Address.of(hash.bytes().slice(Hash32.SIZE - Address.SIZE, Address.SIZE));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signature that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /// All 65 bytes in hexadecimal with `0x`.
  @Override
  public String toString() {
    return "0x" + bytes.toHex();
  }
}
