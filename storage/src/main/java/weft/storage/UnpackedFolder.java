package weft.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A folder in the temporary one that a native library is unpacked into. It goes as soon as the
/// library is loaded, so that a process that is killed leaves nothing.
public final class UnpackedFolder {
  private UnpackedFolder() {}

  /// Makes one.
  public static Path create(String library) throws IOException {
    return Files.createTempDirectory("weft-" + library);
  }

  /// Some systems keep a loaded library's file; then it stays until the process ends.
  public static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.toList();
    }
    for (Path file : files) {
      if (!file.toFile().delete()) {
        return;
      }
    }
    Files.delete(folder);
  }
}
