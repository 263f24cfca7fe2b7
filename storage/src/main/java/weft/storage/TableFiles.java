package weft.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;
import weft.primitives.Bytes;

/// Writes entries in ascending order into files that [RocksBackend#replace] takes.
final class TableFiles implements AutoCloseable {
  private static final long FILE_BYTES = 64L << 20;

  private final Path folder;
  private final Family family;
  private final Options options;
  private final EnvOptions environment = new EnvOptions();
  private final List<Path> files = new ArrayList<>();
  private @Nullable SstFileWriter file;
  private long bytes;

  /// @param options from [RocksBackend#fileOptions]
  TableFiles(Path folder, Family family, Options options) {
    this.folder = folder;
    this.family = family;
    this.options = options;
  }

  void put(Bytes key, Bytes value) {
    try {
      SstFileWriter open = file;
      if (open == null) {
        Path path = folder.resolve(family.tableName() + "-" + files.size() + ".sst");
        open = new SstFileWriter(environment, options);
        file = open;
        open.open(path.toString());
        files.add(path);
      }
      open.put(key.toArrayUnsafe(), value.toArrayUnsafe());
      bytes += key.size() + value.size();
      if (bytes >= FILE_BYTES) {
        end();
      }
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /// The files, on disk; none if nothing was put.
  List<Path> finish() {
    try {
      end();
      return List.copyOf(files);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  private void end() throws RocksDBException {
    SstFileWriter open = file;
    if (open != null) {
      open.finish();
      open.close();
      file = null;
      bytes = 0;
    }
  }

  private StoreException failed(RocksDBException e) {
    return RocksErrors.failed("Writing a table file to " + folder + " failed", e);
  }

  /// Idempotent.
  @Override
  public void close() {
    if (file != null) {
      file.close();
      file = null;
    }
    environment.close();
  }
}
