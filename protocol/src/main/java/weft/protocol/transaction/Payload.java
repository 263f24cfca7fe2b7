package weft.protocol.transaction;

import weft.primitives.Bytes;

/// Opaque bytes for one rollup, and the gas that it may spend on them (0 without a gas dimension).
public record Payload(Bytes data, long gasLimit) {
  public Payload {
    if (gasLimit < 0) {
      throw new IllegalArgumentException("gas limit must be at least 0");
    }
  }

  /// A payload for a rollup without a gas dimension.
  public static Payload of(Bytes data) {
    return new Payload(data, 0);
  }
}
