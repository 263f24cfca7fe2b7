package weft.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Makes a store of a snapshot, all of it or nothing: it is copied beside the store's place, and
/// put there when everything is on disk. What an interrupted copy leaves is never taken for a
/// store.
public final class SnapshotCopy {
  private SnapshotCopy() {}

  /// Where the copy is made; if it is there and nobody copies, a copy did not come to its end.
  public static Path unfinished(Path store) {
    return store.resolveSibling(store.getFileName() + ".copying");
  }

  /// Copies durably; what an earlier copy left unfinished is deleted first.
  ///
  /// @param store does not exist yet
  /// @throws StoreException if the snapshot is not whole, or is not written or copied completely;
  ///   then there is no store
  public static void make(Path snapshot, Path store) {
    requireSnapshot(snapshot);
    Path copy = unfinished(store.toAbsolutePath());
    try {
      Files.createDirectories(copy);
      try (DirectoryLock _ = DirectoryLock.acquire(copy)) {
        empty(copy);
        copy(snapshot, copy);
        Files.move(copy, store, StandardCopyOption.ATOMIC_MOVE);
        StoreDirectory.sync(copy.resolveSibling(""));
      }
    } catch (IOException e) {
      throw new StoreException(
          "The snapshot %s cannot be copied to %s: %s.".formatted(snapshot, copy, e.getMessage()),
          "Check the disk, its space and the rights on both folders, and copy it again.",
          e);
    }
  }

  /// A new chain in the place of an unfinished copy would have the same validator sign other blocks
  /// at the same heights.
  ///
  /// @throws StoreException if a copy did not come to its end, and so there is no store
  static void requireFinished(Path store) {
    if (!Files.exists(store) && Files.exists(unfinished(store))) {
      throw new StoreException(
          "The copy of a snapshot did not come to its end: " + unfinished(store) + ".",
          "Copy the snapshot again with --from-snapshot; or delete that folder to begin a new"
              + " chain.");
    }
  }

  private static void requireSnapshot(Path snapshot) {
    if (!Files.exists(snapshot.resolve(StoreSchema.FILE_NAME))) {
      throw new StoreException(
          "There is no whole snapshot in "
              + snapshot
              + ": it has no "
              + StoreSchema.FILE_NAME
              + ".",
          "Make it again, or copy it again from where it was made.");
    }
    StoreSchema.isStore(snapshot);
    StoreDirectory.requireWhole(snapshot);
  }

  /// Deletes everything but the lock, which is held.
  private static void empty(Path directory) throws IOException {
    for (Path path : below(directory).reversed()) {
      Files.delete(path);
    }
  }

  private static void copy(Path snapshot, Path to) throws IOException {
    List<Path> folders = new ArrayList<>(List.of(to));
    for (Path source : below(snapshot)) {
      Path target = to.resolve(snapshot.relativize(source).toString());
      if (Files.isDirectory(source)) {
        Files.createDirectory(target);
        folders.add(target);
      } else {
        Files.copy(source, target);
        StoreDirectory.sync(target);
      }
    }
    folders.forEach(StoreDirectory::sync);
  }

  /// Everything in a store but its lock, folders before what is in them.
  private static List<Path> below(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(path -> !path.equals(directory))
          .filter(path -> !path.equals(directory.resolve(DirectoryLock.FILE_NAME)))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }
}
