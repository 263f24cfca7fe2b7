package weft.storage;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for passing use, which only its owner can enter.
final class OwnerFolder {
  private OwnerFolder() {}

  /// Makes it empty, whatever was there.
  static void make(Path folder) {
    delete(folder);
    try {
      Files.createDirectory(folder, rights());
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static FileAttribute<?>[] rights() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /// Deletes it with all that is in it, if it is there.
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> paths = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : paths) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static StoreException failed(Path folder, IOException cause) {
    return new StoreException(
        "The folder %s cannot be used: %s.".formatted(folder, cause.getMessage()),
        StoreAdvice.CHECK_DISK,
        cause);
  }
}
