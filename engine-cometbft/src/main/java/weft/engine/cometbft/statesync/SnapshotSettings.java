package weft.engine.cometbft.statesync;

import java.nio.file.Path;

/// Which snapshots a node makes for others.
///
/// @param folder for them alone
/// @param intervalBlocks makes one of every height that this divides; 0 = none. The same on all
///   nodes, or joiners find fewer peers for each
/// @param kept the newest that stay on disk
/// @param maxBytesPerSecond how fast they are written, so that blocks do not wait for the disk
public record SnapshotSettings(Path folder, long intervalBlocks, int kept, long maxBytesPerSecond) {
  /// As many as CometBFT asks a peer for.
  public static final int MAX_KEPT = 10;

  public static final long DEFAULT_INTERVAL_BLOCKS = 1_000;

  private static final int DEFAULT_KEPT = 3;
  private static final long DEFAULT_MAX_BYTES_PER_SECOND = 32L << 20;

  public SnapshotSettings {
    if (intervalBlocks < 0 || maxBytesPerSecond < 1) {
      throw new IllegalArgumentException("an interval or a rate is too small");
    }
    if (kept < 1 || kept > MAX_KEPT) {
      throw new IllegalArgumentException("1 to " + MAX_KEPT + " snapshots are kept, not " + kept);
    }
  }

  /// One every 1,000 blocks, of which the newest three stay, at 32 MiB a second.
  public static SnapshotSettings in(Path folder) {
    return new SnapshotSettings(
        folder, DEFAULT_INTERVAL_BLOCKS, DEFAULT_KEPT, DEFAULT_MAX_BYTES_PER_SECOND);
  }

  public SnapshotSettings withIntervalBlocks(long changed) {
    return new SnapshotSettings(folder, changed, kept, maxBytesPerSecond);
  }
}
