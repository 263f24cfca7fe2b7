package weft.engine.solo;

/// How often blocks are made.
///
/// @param minIntervalMs from the start of one block to the start of the next while there is work; 1
///   to 60,000
/// @param emptyIntervalMs from the start of one block to the start of an empty one; from
///   `minIntervalMs` to 3,600,000
/// @param manual whether blocks are made only by [SoloEngine#produceBlock]
public record SoloEngineSettings(long minIntervalMs, long emptyIntervalMs, boolean manual) {
  public static final long DEFAULT_MIN_INTERVAL_MS = 100;
  public static final long DEFAULT_EMPTY_INTERVAL_MS = 2_000;
  public static final long MAX_MIN_INTERVAL_MS = 60_000;
  public static final long MAX_EMPTY_INTERVAL_MS = 3_600_000;

  public SoloEngineSettings {
    requireBetween("the minimum block interval", minIntervalMs, 1, MAX_MIN_INTERVAL_MS);
    requireBetween(
        "the empty block interval", emptyIntervalMs, minIntervalMs, MAX_EMPTY_INTERVAL_MS);
  }

  /// A block each 100 ms while there is work, an empty one each 2 s.
  public static SoloEngineSettings defaults() {
    return new SoloEngineSettings(DEFAULT_MIN_INTERVAL_MS, DEFAULT_EMPTY_INTERVAL_MS, false);
  }

  /// Blocks at these intervals.
  ///
  /// @throws IllegalArgumentException if one is out of range
  public static SoloEngineSettings intervals(long minIntervalMs, long emptyIntervalMs) {
    return new SoloEngineSettings(minIntervalMs, emptyIntervalMs, false);
  }

  /// Blocks only when asked for: for tests that step a chain.
  public static SoloEngineSettings manualSteps() {
    return new SoloEngineSettings(DEFAULT_MIN_INTERVAL_MS, DEFAULT_EMPTY_INTERVAL_MS, true);
  }

  private static void requireBetween(String what, long valueMs, long minMs, long maxMs) {
    if (valueMs < minMs || valueMs > maxMs) {
      throw new IllegalArgumentException(
          what + " is " + valueMs + " ms; set it to " + minMs + " to " + maxMs + " ms");
    }
  }
}
