package weft.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import weft.primitives.Bytes;

/// Tables as column families of one RocksDB. Every write is synced.
final class RocksBackend implements Backend {
  private static final List<String> SIZE_PROPERTIES =
      List.of(
          "rocksdb.total-sst-files-size",
          "rocksdb.total-blob-file-size",
          "rocksdb.cur-size-all-mem-tables");

  private final RocksDB db;
  private final RocksTuning tuning;
  private final Map<Family, ColumnFamilyHandle> handles;
  private final Watermark watermark;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final Gate gate = new Gate();
  private final Set<Pin> pins = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable StoreException> failure = new AtomicReference<>();

  private RocksBackend(
      RocksDB db,
      RocksTuning tuning,
      Map<Family, ColumnFamilyHandle> handles,
      Watermark watermark) {
    this.db = db;
    this.tuning = tuning;
    this.handles = handles;
    this.watermark = watermark;
  }

  /// Opens, or makes, the database.
  ///
  /// @param watermark tells whether there is one already, and what it must hold
  static RocksBackend open(Path directory, StoreSettings settings, Watermark watermark) {
    RocksTuning tuning = new RocksTuning(settings);
    List<ColumnFamilyHandle> opened = new ArrayList<>();
    try {
      List<ColumnFamilyDescriptor> families = new ArrayList<>();
      for (Family family : Family.values()) {
        families.add(
            new ColumnFamilyDescriptor(
                Bytes.utf8(family.tableName()).toArrayUnsafe(), tuning.family(family.use())));
      }
      RocksDB db =
          RocksDB.open(tuning.database(watermark.isNew()), directory.toString(), families, opened);
      Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
      for (Family family : Family.values()) {
        handles.put(family, opened.get(handles.size()));
      }
      return new RocksBackend(db, tuning, handles, watermark);
    } catch (RocksDBException e) {
      tuning.close();
      throw RocksErrors.failed("The database in " + directory + " cannot be opened", e);
    }
  }

  /// Checks that the database holds every write that was acknowledged.
  void requireAcknowledged() {
    watermark.require(db.getLatestSequenceNumber());
  }

  @Override
  public @Nullable Bytes get(Family family, Bytes key) {
    gate.enter();
    try {
      byte @Nullable [] value = db.get(handle(family), key.toArrayUnsafe());
      return value == null ? null : Bytes.wrap(value);
    } catch (RocksDBException e) {
      throw RocksErrors.failed("Reading " + family.tableName() + " failed", e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public Session session() {
    gate.enter();
    Snapshot snapshot = db.getSnapshot();
    return new RocksSession(
        new ReadOptions().setSnapshot(snapshot), () -> db.releaseSnapshot(snapshot));
  }

  @Override
  public void write(Batch batch) {
    gate.enter();
    try {
      requireHealthy();
      writeSynced(batch);
      watermark.raise(db.getLatestSequenceNumber());
    } catch (StoreException e) {
      failure.compareAndSet(null, e);
      throw e;
    } finally {
      gate.leave();
    }
  }

  private void requireHealthy() {
    @Nullable StoreException earlier = failure.get();
    if (earlier != null) {
      throw new StoreException(
          "The store takes no more writes since one failed: " + earlier.what(),
          earlier.nextStep(),
          earlier);
    }
  }

  private void writeSynced(Batch batch) {
    int reserve = (int) Math.min(batch.bytes() + 32L * batch.writes().size(), 1 << 30);
    try (WriteBatch writes = new WriteBatch(reserve)) {
      for (Batch.Write write : batch.writes()) {
        ColumnFamilyHandle family = handle(write.family());
        switch (write) {
          case Batch.Put put ->
              writes.put(family, put.key().toArrayUnsafe(), put.value().toArrayUnsafe());
          case Batch.Delete delete -> writes.delete(family, delete.key().toArrayUnsafe());
          case Batch.DeleteRange range ->
              writes.deleteRange(family, range.from().toArrayUnsafe(), range.to().toArrayUnsafe());
        }
      }
      db.write(synced, writes);
    } catch (RocksDBException e) {
      throw RocksErrors.failed("Writing failed", e);
    }
  }

  @Override
  public long sizeBytes() {
    gate.enter();
    try {
      long bytes = 0;
      for (Family family : Family.values()) {
        for (String property : SIZE_PROPERTIES) {
          bytes += db.getLongProperty(handle(family), property);
        }
      }
      return bytes;
    } catch (RocksDBException e) {
      throw RocksErrors.failed("Reading the size failed", e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void compact(Family family) {
    gate.enter();
    try {
      db.compactRange(handle(family));
    } catch (RocksDBException e) {
      throw RocksErrors.failed("Compacting " + family.tableName() + " failed", e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void snapshot(Path emptyDirectory) {
    gate.enter();
    try {
      StoreDirectory.writeSnapshot(
          emptyDirectory, db.getLatestSequenceNumber(), target -> checkpoint(target));
    } finally {
      gate.leave();
    }
  }

  private void checkpoint(Path target) {
    try (Checkpoint checkpoint = Checkpoint.create(db)) {
      checkpoint.createCheckpoint(target.toString());
    } catch (RocksDBException e) {
      throw RocksErrors.failed("Writing a snapshot to " + target + " failed", e);
    }
  }

  /// Takes hold of the tables as they are.
  Pin pin() {
    gate.enter();
    try {
      Pin pin = new Pin(db.getSnapshot());
      pins.add(pin);
      return pin;
    } finally {
      gate.leave();
    }
  }

  /// Puts new contents into tables while nobody reads or writes. Not atomic: `before` says on disk
  /// that it began, `after` that it is done.
  ///
  /// @param tables files of entries ascending over all files, greater than nothing in the table;
  ///   they are gone afterwards
  /// @param shown runs before anybody reads again
  void replace(Batch before, Map<Family, List<Path>> tables, Batch after, Runnable shown) {
    gate.alone(
        () -> {
          write(before);
          tables.forEach(this::ingest);
          write(after);
          shown.run();
        });
  }

  private void ingest(Family family, List<Path> files) {
    try (IngestExternalFileOptions options = new IngestExternalFileOptions().setMoveFiles(true)) {
      db.ingestExternalFile(handle(family), files.stream().map(Path::toString).toList(), options);
    } catch (RocksDBException e) {
      StoreException fault = RocksErrors.failed("Filling " + family.tableName() + " failed", e);
      failure.compareAndSet(null, fault);
      throw fault;
    }
  }

  /// Options for files that [#replace] takes.
  Options fileOptions(Family family) {
    return tuning.file(family.use());
  }

  @Override
  public void close() {
    gate.close(
        () -> {
          pins.forEach(Pin::release);
          handles.values().forEach(ColumnFamilyHandle::close);
          db.close();
          synced.close();
          tuning.close();
        });
  }

  private ColumnFamilyHandle handle(Family family) {
    ColumnFamilyHandle handle = handles.get(family);
    if (handle == null) {
      throw new IllegalStateException("no table " + family);
    }
    return handle;
  }

  /// A moment that sessions come back to. The database keeps what was deleted since, so it ends
  /// soon. For one thread at a time.
  final class Pin implements AutoCloseable {
    private final Snapshot snapshot;
    private boolean released;

    private Pin(Snapshot snapshot) {
      this.snapshot = snapshot;
    }

    /// Reads that leave the cache to others.
    Session session() {
      gate.enter();
      if (released) {
        gate.leave();
        throw new IllegalStateException("the pin was released");
      }
      return new RocksSession(
          new ReadOptions().setSnapshot(snapshot).setFillCache(false), () -> {});
    }

    /// Idempotent.
    @Override
    public void close() {
      gate.ifOpen(
          () -> {
            if (pins.remove(this)) {
              release();
            }
          });
    }

    private void release() {
      released = true;
      db.releaseSnapshot(snapshot);
    }
  }

  /// Stays inside the gate until it is closed.
  private final class RocksSession implements Session {
    private final ReadOptions options;
    private final Runnable atEnd;

    RocksSession(ReadOptions options, Runnable atEnd) {
      this.options = options;
      this.atEnd = atEnd;
    }

    @Override
    public @Nullable Bytes get(Family family, Bytes key) {
      try {
        byte @Nullable [] value = db.get(handle(family), options, key.toArrayUnsafe());
        return value == null ? null : Bytes.wrap(value);
      } catch (RocksDBException e) {
        throw RocksErrors.failed("Reading " + family.tableName() + " failed", e);
      }
    }

    @Override
    public Cursor scan(Family family, Bytes from, @Nullable Bytes to) {
      return new RocksCursor(family, from, to);
    }

    @Override
    public void close() {
      options.close();
      atEnd.run();
      gate.leave();
    }

    private final class RocksCursor implements Cursor {
      private final Family family;
      private final @Nullable Slice upperBound;
      private final ReadOptions bounded;
      private final RocksIterator iterator;
      private boolean started;

      RocksCursor(Family family, Bytes from, @Nullable Bytes to) {
        this.family = family;
        upperBound = to == null ? null : new Slice(to.toArrayUnsafe());
        bounded = new ReadOptions(options);
        if (upperBound != null) {
          bounded.setIterateUpperBound(upperBound);
        }
        iterator = db.newIterator(handle(family), bounded);
        iterator.seek(from.toArrayUnsafe());
      }

      @Override
      public boolean next() {
        if (started) {
          iterator.next();
        }
        started = true;
        if (iterator.isValid()) {
          return true;
        }
        try {
          iterator.status();
        } catch (RocksDBException e) {
          throw RocksErrors.failed("Reading " + family.tableName() + " failed", e);
        }
        return false;
      }

      @Override
      public Bytes key() {
        return Bytes.wrap(iterator.key());
      }

      @Override
      public Bytes value() {
        return Bytes.wrap(iterator.value());
      }

      @Override
      public void close() {
        iterator.close();
        bounded.close();
        if (upperBound != null) {
          upperBound.close();
        }
      }
    }
  }
}
