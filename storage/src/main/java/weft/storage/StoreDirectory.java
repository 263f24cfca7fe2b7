package weft.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A directory that this process has for itself and that holds a store of this version, or nothing
/// yet. The database lies in the folder `db`.
///
/// The marker comes last, when a store is made and when it is copied: with it, the store is whole,
/// and what is missing was lost. Without, nothing was ever kept in it.
final class StoreDirectory implements AutoCloseable {
  static final String DATABASE = "db";
  private static final String RESTORING = "restoring";

  private final Path path;
  private final DirectoryLock lock;
  private final Watermark watermark;

  private StoreDirectory(Path path, DirectoryLock lock, Watermark watermark) {
    this.path = path;
    this.lock = lock;
    this.watermark = watermark;
  }

  /// @throws StoreException if the directory is in use, foreign, or of another version, holds half
  ///   a store, or is still to be copied from a snapshot
  static StoreDirectory claim(Path path) {
    SnapshotCopy.requireFinished(path);
    StoreSchema.isStore(path);
    create(path);
    DirectoryLock lock = DirectoryLock.acquire(path);
    try {
      if (StoreSchema.isStore(path)) {
        requireWhole(path);
      } else {
        StoreSchema.draft(path);
      }
      return new StoreDirectory(path, lock, Watermark.open(path));
    } catch (StoreException e) {
      lock.close();
      throw e;
    }
  }

  /// Says that a store that was being made is whole, and is on disk.
  void finish() {
    if (!StoreSchema.isStore(path)) {
      sync(path);
      StoreSchema.mark(path);
    }
  }

  /// @throws StoreException if a marked directory lacks what every store has
  static void requireWhole(Path directory) {
    if (!Files.exists(directory.resolve(DATABASE).resolve("CURRENT"))) {
      throw new StoreException(
          "The store in %s cannot be opened: the file %s/CURRENT is missing."
              .formatted(directory, DATABASE),
          StoreAdvice.RESTORE);
    }
    if (!Files.exists(directory.resolve(Watermark.FILE_NAME))) {
      throw new StoreException(
          "The file " + Watermark.FILE_NAME + " is missing in " + directory + ".",
          "Put it back; or make an empty one to go on with what the database holds.");
    }
  }

  Path path() {
    return path;
  }

  Path database() {
    return path.resolve(DATABASE);
  }

  /// Where a state is built that is to be put into the store; deleted when the store is opened.
  Path restoring() {
    return path.resolve(RESTORING);
  }

  /// What the disk has left.
  long freeBytes() {
    try {
      return Files.getFileStore(path).getUsableSpace();
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  Watermark watermark() {
    return watermark;
  }

  /// Makes a copy that can be claimed; half a copy is refused.
  ///
  /// @param sequence what the copy must hold at least
  /// @param copy writes the database to the given path
  static void writeSnapshot(Path target, long sequence, Consumer<Path> copy) {
    create(target);
    requireEmpty(target);
    copy.accept(target.resolve(DATABASE));
    Watermark.write(target, sequence);
    sync(target);
    StoreSchema.draft(target);
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

  /// Makes the names of new files in a directory durable, or what is in a file.
  static void sync(Path path) {
    try (FileChannel channel = FileChannel.open(path)) {
      channel.force(true);
    } catch (IOException e) {
      throw failed(path, e);
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
