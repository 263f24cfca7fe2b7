package weft.primitives;

import java.util.List;
import java.util.Optional;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;

/// A BLS12-381 signature in G2, of one key or the aggregate of several over the same message; see
/// [BlsPublicKey] for the scheme. Always a point of the right subgroup.
public final class BlsSignature {
  /// Bytes of the compressed form.
  public static final int SIZE = 96;

  static final String SIGNATURE_TAG = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";
  static final String POSSESSION_TAG = "BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";

  private final Bytes bytes;
  private final P2_Affine point;

  private BlsSignature(Bytes bytes, P2_Affine point) {
    this.bytes = bytes;
    this.point = point;
  }

  /// The signature with this compressed form; empty if the bytes are no point of the subgroup.
  /// About 0.1 ms.
  public static Optional<BlsSignature> of(Bytes compressed) {
    if (compressed.size() != SIZE) {
      return Optional.empty();
    }
    P2_Affine point;
    try {
      point = new P2_Affine(compressed.toArray());
    } catch (RuntimeException e) {
      // The library knows no other answer for bytes that are no point.
      return Optional.empty();
    }
    return point.in_group() ? Optional.of(new BlsSignature(compressed, point)) : Optional.empty();
  }

  static BlsSignature of(P2 point) {
    return new BlsSignature(Bytes.wrap(point.compress()), point.to_affine());
  }

  /// The sum of signatures over one message.
  ///
  /// @throws IllegalArgumentException without any
  public static BlsSignature aggregate(List<BlsSignature> signatures) {
    if (signatures.isEmpty()) {
      throw new IllegalArgumentException("an aggregate has at least one signature");
    }
    P2 sum = new P2();
    for (BlsSignature signature : signatures) {
      sum.add(signature.point);
    }
    return of(sum);
  }

  /// 96 bytes, compressed.
  public Bytes bytes() {
    return bytes;
  }

  /// Whether this is the aggregate of a signature by each of the keys over the message. Each key's
  /// possession must have been proven before. One to two milliseconds, and little more for a
  /// hundred keys.
  public boolean isAggregateOf(List<BlsPublicKey> keys, Bytes message) {
    if (keys.isEmpty()) {
      return false;
    }
    P1 sum = new P1();
    for (BlsPublicKey key : keys) {
      sum.add(key.point());
    }
    return !sum.is_inf() && isOver(message, SIGNATURE_TAG, sum.to_affine());
  }

  boolean isOver(Bytes message, String tag, P1_Affine key) {
    return point.core_verify(key, true, message.toArrayUnsafe(), tag) == BLST_ERROR.BLST_SUCCESS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlsSignature that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /// All 96 bytes in hexadecimal with `0x`.
  @Override
  public String toString() {
    return "0x" + bytes.toHex();
  }
}
