package weft.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;

/// Ordered tables with atomic writes: what a store needs of a database.
///
/// Every method may be called from any thread at any time and throws [StoreException] once the
/// backend is closed, or where the database fails.
interface Backend extends AutoCloseable {

  /// The newest value of a key, or null.
  @Nullable Bytes get(Family family, Bytes key);

  /// Several reads at one moment: what is written meanwhile does not show. Opened and closed by one
  /// thread, and only for a short time.
  Session session();

  /// Makes a batch durable and visible, in one atomic step, before it returns. After a failure all
  /// later writes fail too.
  void write(Batch batch);

  /// Bytes on disk, about; 0 in memory.
  long sizeBytes();

  /// Gives the space of deleted entries of a table back; may take seconds.
  void compact(Family family);

  /// A copy that [RocksNodeStore#open] takes.
  void snapshot(Path emptyDirectory);

  /// Waits for calls that are running. Idempotent.
  @Override
  void close();

  /// Reads at one moment.
  interface Session extends AutoCloseable {
    @Nullable Bytes get(Family family, Bytes key);

    /// Entries with `from <= key`, ascending, up to `to` (exclusive) if there is one.
    Cursor scan(Family family, Bytes from, @Nullable Bytes to);

    @Override
    void close();
  }

  /// Walks over entries. Key and value are valid after [#next] returned true.
  interface Cursor extends AutoCloseable {
    boolean next();

    Bytes key();

    Bytes value();

    @Override
    void close();
  }
}
