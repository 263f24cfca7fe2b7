package weft.primitives;

import org.bouncycastle.crypto.digests.KeccakDigest;

/// Keccak-256 as Ethereum uses it (the padding before FIPS 202).
public final class Keccak256 {
  private Keccak256() {}

  /// Hashes the concatenation of the parts.
  public static Hash32 hash(Bytes... parts) {
    KeccakDigest digest = new KeccakDigest(256);
    for (Bytes part : parts) {
      part.feed(digest::update);
    }
    byte[] out = new byte[Hash32.SIZE];
    digest.doFinal(out, 0);
    return Hash32.wrap(out);
  }
}
