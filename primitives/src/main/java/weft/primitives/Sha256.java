package weft.primitives;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 (FIPS 180-4), Weft's hash for everything that is committed to.
public final class Sha256 {
  /// Asking for an algorithm by name costs more than hashing a short text; a copy does not.
  private static final MessageDigest FRESH = named();

  private Sha256() {}

  /// Hashes the concatenation of the parts.
  public static Hash32 hash(Bytes... parts) {
    MessageDigest digest = digest();
    for (Bytes part : parts) {
      part.feed(digest::update);
    }
    return Hash32.wrap(digest.digest());
  }

  /// A fresh digest for streaming use.
  public static MessageDigest digest() {
    try {
      return (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this platform's SHA-256 cannot be copied", e);
    }
  }

  private static MessageDigest named() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }
}
