package weft.storage;

/// A store in the heap, for tests and trials: it behaves as [RocksNodeStore] does, forgets
/// everything when the process ends, and has no snapshots.
public final class MemoryNodeStore extends BackendNodeStore {

  public MemoryNodeStore() {
    this(RetentionSettings.keepAll());
  }

  public MemoryNodeStore(RetentionSettings retention) {
    super(new MemoryBackend(), cacheless(retention));
  }

  private static StoreSettings cacheless(RetentionSettings retention) {
    StoreSettings durable = StoreSettings.defaults();
    return new StoreSettings(
        0,
        0,
        durable.blockCacheBytes(),
        durable.writeBufferBytes(),
        durable.maxLogBytes(),
        0,
        retention);
  }
}
