package weft.protocol.state;

/// How long keys and values of the state may be.
public final class TreeLimits {
  /// Longest key, in bytes. A key is not empty.
  public static final int MAX_KEY_BYTES = 1024;

  /// Longest value, in bytes. A value is not empty.
  public static final int MAX_VALUE_BYTES = 1 << 20;

  private TreeLimits() {}
}
