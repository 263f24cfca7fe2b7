package weft.engine.cometbft.home;

import weft.primitives.Bytes;

/// A validator of the genesis.
///
/// @param publicKey ed25519, 32 bytes
/// @param power at least 1
/// @param name for people
public record EngineValidator(Bytes publicKey, long power, String name) {
  public EngineValidator {
    if (publicKey.size() != Ed25519Key.PUBLIC_KEY_BYTES) {
      throw new IllegalArgumentException(
          "an ed25519 public key has 32 bytes, not " + publicKey.size());
    }
    if (power < 1) {
      throw new IllegalArgumentException("power " + power + " is not at least 1");
    }
  }
}
