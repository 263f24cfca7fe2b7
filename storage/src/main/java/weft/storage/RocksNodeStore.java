package weft.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import weft.chain.store.ChainHead;
import weft.chain.store.PinnedState;
import weft.chain.store.Restoration;
import weft.chain.store.SnapshotStore;
import weft.primitives.Bytes;

/// The durable store: RocksDB in one directory, which it has for itself while it is open.
///
/// What a method has returned from is on disk. A failed write throws [StoreException]; from then on
/// the store only reads, and opening it again shows everything that was acknowledged. Damage to its
/// files is never passed over: the store either holds all that it acknowledged or says that it does
/// not. docs/storage.md describes the layout.
public final class RocksNodeStore extends BackendNodeStore implements SnapshotStore {
  private final StoreDirectory directory;
  private final RocksBackend backend;
  private @Nullable RocksRestoration restoration;

  private RocksNodeStore(RocksBackend backend, StoreSettings settings, StoreDirectory directory) {
    super(backend, settings);
    this.backend = backend;
    this.directory = directory;
  }

  /// Opens the store in a directory, or makes one where there is nothing.
  ///
  /// @throws StoreException if the directory is in use, is foreign, has another schema version, or
  ///   does not hold all that was acknowledged
  public static RocksNodeStore open(Path directory, StoreSettings settings) {
    RocksLibrary.load();
    StoreDirectory claimed = StoreDirectory.claim(directory);
    @Nullable RocksBackend backend = null;
    boolean done = false;
    try {
      backend = RocksBackend.open(claimed.database(), settings, claimed.watermark());
      check(backend, claimed);
      RocksNodeStore store = new RocksNodeStore(backend, settings, claimed);
      done = true;
      return store;
    } finally {
      if (!done) {
        close(backend, claimed);
      }
    }
  }

  private static void check(RocksBackend backend, StoreDirectory directory) {
    backend.requireAcknowledged();
    if (directory.watermark().isNew()) {
      begin(backend, directory);
    }
    long schema =
        MetaRecords.schema(backend)
            .orElseThrow(
                () ->
                    new StoreException(
                        "The database in " + directory.path() + " has no schema version.",
                        StoreAdvice.RESTORE));
    StoreSchema.requireVersion(directory.path(), schema);
    StoreFilling.repair(backend);
    OwnerFolder.delete(directory.restoring());
    MetaRecords.head(backend).ifPresent(newest -> requireBlock(backend, newest));
    directory.finish();
  }

  private static void begin(RocksBackend backend, StoreDirectory directory) {
    Batch batch = new Batch();
    MetaRecords.putSchema(batch, StoreSchema.VERSION);
    backend.write(batch);
    directory.watermark().sync();
  }

  private static void requireBlock(RocksBackend backend, ChainHead head) {
    boolean isSynced = head.height() < MetaRecords.history(backend).earliestHeight();
    if (head.height() == 0 || isSynced) {
      return;
    }
    @Nullable Bytes contents = backend.get(Family.BLOCKS, Keys.blockContents(head.height()));
    if (contents == null
        || !BlockRecords.readContents(contents).blockHash().equals(head.blockHash())) {
      throw new StoreException(
          "The newest block, " + head.height() + ", is not in the database.", StoreAdvice.RESTORE);
    }
  }

  @Override
  public PinnedState pin() {
    return new RocksPinnedState(
        backend.pin(),
        head(),
        headSeal().orElseThrow(() -> new IllegalStateException("there is no block yet")));
  }

  @Override
  public synchronized Restoration restore() {
    requireNoBlocks();
    if (restoration != null) {
      restoration.close();
    }
    RocksRestoration begun = new RocksRestoration(this, backend, directory.restoring());
    restoration = begun;
    return begun;
  }

  @Override
  public long freeBytes() {
    return directory.freeBytes();
  }

  private static void close(@Nullable RocksBackend backend, StoreDirectory directory) {
    if (backend != null) {
      backend.close();
    }
    directory.close();
  }

  /// Waits for reads and writes that are running, and lets go of the directory. Idempotent.
  @Override
  public synchronized void close() {
    if (restoration != null) {
      restoration.close();
    }
    super.close();
    directory.close();
  }
}
