package weft.storage;

/// Decides how far history may go.
public final class Retention {
  /// Newest blocks that no limit touches, so that readers near the head always find their place.
  public static final long MIN_KEPT_BLOCKS = 100;

  private Retention() {}

  /// The lowest height to keep; what [NodeStore#pruneBelow] takes.
  ///
  /// By bytes it assumes that the kept blocks are of equal size, and never drops more than half of
  /// them at once: asked again with the sizes after pruning, it closes in on the limit.
  ///
  /// @param headHeight height of the newest block
  /// @param earliestHeight lowest height that is kept now
  /// @param historyBytes bytes of the kept blocks and lane blocks
  public static long lowestToKeep(
      long headHeight, long earliestHeight, long historyBytes, RetentionSettings settings) {
    long byBlocks =
        settings.keepBlocks() == 0
            ? earliestHeight
            : headHeight - Math.max(settings.keepBlocks(), MIN_KEPT_BLOCKS) + 1;
    long byBytes = byBytes(headHeight, earliestHeight, historyBytes, settings.keepBytes());
    long newestThatMayGo = headHeight - MIN_KEPT_BLOCKS + 1;
    long wanted = Math.min(Math.max(byBlocks, byBytes), newestThatMayGo);
    return Math.max(wanted, earliestHeight);
  }

  private static long byBytes(long head, long earliest, long historyBytes, long keepBytes) {
    long excess = historyBytes - keepBytes;
    long kept = head - earliest + 1;
    if (keepBytes == 0 || excess <= 0 || kept <= 0) {
      return earliest;
    }
    long perBlock = Math.max(1, historyBytes / kept);
    long drop = Math.ceilDiv(excess, perBlock);
    return earliest + Math.min(drop, Math.ceilDiv(kept, 2L));
  }
}
