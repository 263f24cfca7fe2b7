package weft.engine.cometbft.home;

import weft.primitives.Ed25519PublicKey;

/// A validator of the genesis.
///
/// @param power at least 1
/// @param name for people
public record EngineValidator(Ed25519PublicKey publicKey, long power, String name) {
  public EngineValidator {
    if (power < 1) {
      throw new IllegalArgumentException("power " + power + " is not at least 1");
    }
  }
}
