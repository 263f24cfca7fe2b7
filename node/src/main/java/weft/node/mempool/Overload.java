package weft.node.mempool;

import java.util.Optional;

/// When more comes in than the node takes, from the first transaction that is refused for it until
/// none was for a while.
final class Overload {
  /// How long no transaction must be refused for an overload to be over.
  static final long CALM_MS = 5_000;

  private boolean lasts;
  private long firstMs;
  private long lastMs;
  private long refused;

  /// An overload that is over.
  ///
  /// @param refused transactions
  /// @param tookMs from the first refusal to the last
  record Episode(long refused, long tookMs) {}

  /// A transaction is refused because too much comes in.
  ///
  /// @return whether an overload begins
  synchronized boolean refused(long nowMs) {
    boolean begins = !lasts;
    if (begins) {
      lasts = true;
      firstMs = nowMs;
      refused = 0;
    }
    refused++;
    lastMs = nowMs;
    return begins;
  }

  /// The overload that is over now; to be asked now and then.
  synchronized Optional<Episode> over(long nowMs) {
    if (!lasts || nowMs - lastMs < CALM_MS) {
      return Optional.empty();
    }
    lasts = false;
    return Optional.of(new Episode(refused, lastMs - firstMs));
  }
}
