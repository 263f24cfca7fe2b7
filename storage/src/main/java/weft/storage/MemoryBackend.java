package weft.storage;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;

/// Tables in the heap.
final class MemoryBackend implements Backend {
  private final Map<Family, NavigableMap<Bytes, Bytes>> tables = new EnumMap<>(Family.class);
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  MemoryBackend() {
    for (Family family : Family.values()) {
      tables.put(family, new TreeMap<>());
    }
  }

  @Override
  public @Nullable Bytes get(Family family, Bytes key) {
    lock.readLock().lock();
    try {
      return table(family).get(key);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Session session() {
    lock.readLock().lock();
    if (closed) {
      lock.readLock().unlock();
      throw closed();
    }
    return new MemorySession();
  }

  @Override
  public void write(Batch batch) {
    lock.writeLock().lock();
    try {
      for (Batch.Write write : batch.writes()) {
        NavigableMap<Bytes, Bytes> table = table(write.family());
        switch (write) {
          case Batch.Put put -> table.put(put.key(), put.value());
          case Batch.Delete delete -> table.remove(delete.key());
          case Batch.DeleteRange range -> table.subMap(range.from(), range.to()).clear();
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public long sizeBytes() {
    return 0;
  }

  @Override
  public void compact(Family family) {
    // Nothing to do: what is deleted is gone.
  }

  @Override
  public void snapshot(Path emptyDirectory) {
    throw new StoreException(
        "A store in memory has no snapshot.", "Use a node with a data directory.");
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private NavigableMap<Bytes, Bytes> table(Family family) {
    NavigableMap<Bytes, Bytes> table = tables.get(family);
    if (closed || table == null) {
      throw closed();
    }
    return table;
  }

  private static StoreException closed() {
    return new StoreException("The store is closed.", StoreAdvice.CLOSED);
  }

  /// Holds the read lock.
  private final class MemorySession implements Session {
    @Override
    public @Nullable Bytes get(Family family, Bytes key) {
      return table(family).get(key);
    }

    @Override
    public Cursor scan(Family family, Bytes from, @Nullable Bytes to) {
      NavigableMap<Bytes, Bytes> tail = table(family).tailMap(from, true);
      boolean isEmpty = to != null && from.compareTo(to) >= 0;
      NavigableMap<Bytes, Bytes> range =
          to == null ? tail : tail.headMap(isEmpty ? from : to, false);
      return new MemoryCursor(range.entrySet().iterator());
    }

    @Override
    public void close() {
      lock.readLock().unlock();
    }
  }

  private static final class MemoryCursor implements Cursor {
    private final Iterator<Map.Entry<Bytes, Bytes>> entries;
    private Map.@Nullable Entry<Bytes, Bytes> current;

    MemoryCursor(Iterator<Map.Entry<Bytes, Bytes>> entries) {
      this.entries = entries;
    }

    @Override
    public boolean next() {
      current = entries.hasNext() ? entries.next() : null;
      return current != null;
    }

    @Override
    public Bytes key() {
      return current().getKey();
    }

    @Override
    public Bytes value() {
      return current().getValue();
    }

    private Map.Entry<Bytes, Bytes> current() {
      Map.@Nullable Entry<Bytes, Bytes> entry = current;
      if (entry == null) {
        throw new IllegalStateException("the cursor is not on an entry");
      }
      return entry;
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
