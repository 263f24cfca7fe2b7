package weft.engine.cometbft.abci;

/// @param address where to listen
/// @param maxMessageBytes longest request; a longer one closes its connection. Blocks have at most
///   100 MiB, snapshot chunks 16 MiB
/// @param maxConnections at the same time; an engine opens four
public record AbciServerSettings(AbciAddress address, int maxMessageBytes, int maxConnections) {
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 128 << 20;
  public static final int DEFAULT_MAX_CONNECTIONS = 16;

  /// @throws IllegalArgumentException unless both limits are positive
  public AbciServerSettings {
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException("maxMessageBytes must be positive: " + maxMessageBytes);
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException("maxConnections must be positive: " + maxConnections);
    }
  }

  /// The usual limits.
  public static AbciServerSettings of(AbciAddress address) {
    return new AbciServerSettings(address, DEFAULT_MAX_MESSAGE_BYTES, DEFAULT_MAX_CONNECTIONS);
  }
}
