package weft.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A directory that this process has for itself and that holds a store of this version, or nothing
/// yet. The database lies in the folder `db`.
final class StoreDirectory implements AutoCloseable {
  private static final String DATABASE = "db";

  private final Path path;
  private final DirectoryLock lock;
  private final Watermark watermark;

  private StoreDirectory(Path path, DirectoryLock lock, Watermark watermark) {
    this.path = path;
    this.lock = lock;
    this.watermark = watermark;
  }

  /// @throws StoreException if the directory is in use, foreign, or of another version
  static StoreDirectory claim(Path path) {
    StoreSchema.isStore(path);
    create(path);
    DirectoryLock lock = DirectoryLock.acquire(path);
    try {
      if (!StoreSchema.isStore(path)) {
        StoreSchema.mark(path);
      }
      return new StoreDirectory(path, lock, Watermark.open(path));
    } catch (StoreException e) {
      lock.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  Path database() {
    return path.resolve(DATABASE);
  }

  Watermark watermark() {
    return watermark;
  }

  /// Makes a copy that can be claimed. The marker comes last: half a copy is refused.
  ///
  /// @param sequence what the copy must hold at least
  /// @param copy writes the database to the given path
  static void writeSnapshot(Path target, long sequence, Consumer<Path> copy) {
    create(target);
    requireEmpty(target);
    copy.accept(target.resolve(DATABASE));
    Watermark.write(target, sequence);
    StoreSchema.mark(target);
  }

  private static void requireEmpty(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      if (files.findAny().isPresent()) {
        throw new StoreException(
            "The directory " + directory + " is not empty.",
            "Choose an empty directory for the snapshot.");
      }
    } catch (IOException e) {
      throw failed(directory, e);
    }
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw failed(directory, e);
    }
  }

  /// Makes the names of new files in a directory durable.
  static void sync(Path directory) {
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    } catch (IOException e) {
      throw failed(directory, e);
    }
  }

  private static StoreException failed(Path directory, IOException cause) {
    return new StoreException(
        "The directory %s cannot be used: %s.".formatted(directory, cause.getMessage()),
        StoreAdvice.CHECK_DISK,
        cause);
  }

  @Override
  public void close() {
    watermark.close();
    lock.close();
  }
}
