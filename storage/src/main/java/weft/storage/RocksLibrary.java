package weft.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.NativeLibraryLoader;

/// Loads RocksDB's native code once per process. RocksDB would leave its 17 MB library in the
/// temporary folder whenever the process is killed; here the file goes as soon as it is loaded.
final class RocksLibrary {
  private static boolean loaded;

  private RocksLibrary() {}

  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      Path folder = Files.createTempDirectory("weft-rocksdb");
      NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
      loaded = true;
      delete(folder);
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new StoreException(
          "RocksDB's native library cannot be loaded: " + e.getMessage() + ".",
          "Check that the temporary folder has 32 MB of space and allows executables"
              + " (-Djava.io.tmpdir chooses another).",
          e);
    }
  }

  /// Some systems keep a loaded library's file; then it stays until the process ends.
  private static void delete(Path folder) throws IOException {
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
