package weft.storage;

/// Sizes of a durable store, all in bytes. The caches are caps that fill up in use.
///
/// @param stateCacheBytes state values kept in the heap
/// @param treeCacheBytes tree pages kept in the heap
/// @param blockCacheBytes native cache of file blocks, indexes and filters
/// @param writeBufferBytes native memory for what is not in table files yet, all tables together
/// @param maxLogBytes write-ahead log beyond which tables are written out; bounds the time to open
/// @param maxSpaceBytes table and blob files beyond which writes are refused; 0 = the disk's limit
/// @param retention what history is kept
public record StoreSettings(
    long stateCacheBytes,
    long treeCacheBytes,
    long blockCacheBytes,
    long writeBufferBytes,
    long maxLogBytes,
    long maxSpaceBytes,
    RetentionSettings retention) {
  private static final long MIB = 1L << 20;
  private static final long MIN_BUFFER_BYTES = MIB;

  public StoreSettings {
    if (stateCacheBytes < 0 || treeCacheBytes < 0 || maxSpaceBytes < 0) {
      throw new IllegalArgumentException("a size must not be negative");
    }
    if (blockCacheBytes < MIN_BUFFER_BYTES
        || writeBufferBytes < MIN_BUFFER_BYTES
        || maxLogBytes < MIN_BUFFER_BYTES) {
      throw new IllegalArgumentException("block cache, write buffer and log need at least 1 MiB");
    }
  }

  /// 128 MiB of heap and 256 MiB of native memory; keeps everything.
  public static StoreSettings defaults() {
    return new StoreSettings(
        64 * MIB, 64 * MIB, 96 * MIB, 160 * MIB, 192 * MIB, 0, RetentionSettings.keepAll());
  }

  public StoreSettings withRetention(RetentionSettings changed) {
    return new StoreSettings(
        stateCacheBytes,
        treeCacheBytes,
        blockCacheBytes,
        writeBufferBytes,
        maxLogBytes,
        maxSpaceBytes,
        changed);
  }

  public StoreSettings withMaxSpaceBytes(long changed) {
    return new StoreSettings(
        stateCacheBytes,
        treeCacheBytes,
        blockCacheBytes,
        writeBufferBytes,
        maxLogBytes,
        changed,
        retention);
  }
}
