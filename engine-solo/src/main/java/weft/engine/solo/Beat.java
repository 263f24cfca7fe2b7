package weft.engine.solo;

/// When the next block is due, in monotonic milliseconds. Intervals run from start to start, so a
/// block that takes long does not push the next one back.
final class Beat {
  private final SoloEngineSettings settings;
  private long lastTryMs;
  private long lastBlockMs;

  /// Both kinds of block are due at once.
  Beat(SoloEngineSettings settings, long nowMs) {
    this.settings = settings;
    this.lastTryMs = nowMs - settings.minIntervalMs();
    this.lastBlockMs = nowMs - settings.emptyIntervalMs();
  }

  /// @param work whether there is something to put into a block
  long dueMs(boolean work) {
    long emptyDueMs = emptyDueMs();
    return work ? Math.min(lastTryMs + settings.minIntervalMs(), emptyDueMs) : emptyDueMs;
  }

  boolean isEmptyDue(long nowMs) {
    return nowMs >= emptyDueMs();
  }

  /// A block was tried; `made` tells whether it came to be.
  void tried(long startMs, boolean made) {
    lastTryMs = startMs;
    if (made) {
      lastBlockMs = startMs;
    }
  }

  private long emptyDueMs() {
    return lastBlockMs + settings.emptyIntervalMs();
  }
}
