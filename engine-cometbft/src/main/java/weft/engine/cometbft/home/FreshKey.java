package weft.engine.cometbft.home;

import java.security.SecureRandom;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PrivateKey;

/// Makes keys for the engine's files.
public final class FreshKey {
  private FreshKey() {}

  /// A key that nobody can guess.
  public static Ed25519PrivateKey generate() {
    byte[] secret = new byte[Ed25519PrivateKey.SIZE];
    new SecureRandom().nextBytes(secret);
    return Ed25519PrivateKey.of(Bytes.wrap(secret));
  }
}
