package weft.node.mempool;

/// What a node keeps back for its clients.
///
/// @param maxTransactions kept back at once; 0 = none are
/// @param maxBytes of the envelopes of those
/// @param maxPerAccount of one account at once
/// @param maxMs how long one may be kept back
public record HoldSettings(int maxTransactions, long maxBytes, int maxPerAccount, long maxMs) {
  /// Those of a node that is not told otherwise.
  public static final HoldSettings DEFAULTS = new HoldSettings(1_024, 16 << 20, 64, 60_000);

  /// @throws IllegalArgumentException if a limit is negative
  public HoldSettings {
    if (maxTransactions < 0 || maxBytes < 0 || maxPerAccount < 0 || maxMs < 0) {
      throw new IllegalArgumentException("no limit of what is kept back may be negative");
    }
  }
}
