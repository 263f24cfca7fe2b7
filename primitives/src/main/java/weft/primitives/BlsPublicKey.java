package weft.primitives;

import java.util.Optional;
import supranational.blst.P1;
import supranational.blst.P1_Affine;

/// A BLS12-381 public key in G1, in the form of draft-irtf-cfrg-bls-signature-05 (minimal public
/// key size, proof of possession scheme), as Ethereum's consensus uses it. Always a point of the
/// right subgroup and not the identity, so using it needs no further check.
public final class BlsPublicKey {
  /// Bytes of the compressed form.
  public static final int SIZE = 48;

  private final Bytes bytes;
  private final P1_Affine point;

  private BlsPublicKey(Bytes bytes, P1_Affine point) {
    this.bytes = bytes;
    this.point = point;
  }

  /// The key with this compressed form; empty if the bytes are no point of the subgroup, or the
  /// identity. About 0.1 ms.
  public static Optional<BlsPublicKey> of(Bytes compressed) {
    if (compressed.size() != SIZE) {
      return Optional.empty();
    }
    P1_Affine point;
    try {
      point = new P1_Affine(compressed.toArray());
    } catch (RuntimeException e) {
      // The library knows no other answer for bytes that are no point.
      return Optional.empty();
    }
    boolean isKey = !point.is_inf() && point.in_group();
    return isKey ? Optional.of(new BlsPublicKey(compressed, point)) : Optional.empty();
  }

  static BlsPublicKey of(P1 point) {
    return new BlsPublicKey(Bytes.wrap(point.compress()), point.to_affine());
  }

  /// 48 bytes, compressed.
  public Bytes bytes() {
    return bytes;
  }

  /// Whether this key signed the message. One to two milliseconds.
  public boolean verifies(Bytes message, BlsSignature signature) {
    return signature.isOver(message, BlsSignature.SIGNATURE_TAG, point);
  }

  /// Whether whoever made the proof has the secret of this key; without it, a key may be chosen so
  /// that it cancels others in an aggregate.
  public boolean isPossessed(BlsSignature proof) {
    return proof.isOver(bytes, BlsSignature.POSSESSION_TAG, point);
  }

  P1_Affine point() {
    return point;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlsPublicKey that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /// All 48 bytes in hexadecimal with `0x`.
  @Override
  public String toString() {
    return "0x" + bytes.toHex();
  }
}
