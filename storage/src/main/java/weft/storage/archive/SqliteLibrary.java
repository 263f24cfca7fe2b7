package weft.storage.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;
import weft.storage.StoreException;

/// Loads SQLite's native code once per process. SQLite would leave its library in the temporary
/// folder whenever the process is killed; here the file goes as soon as it is loaded.
final class SqliteLibrary {
  private static final String FOLDER = "org.sqlite.tmpdir";

  private static boolean loaded;

  private SqliteLibrary() {}

  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      Path folder = Files.createTempDirectory("weft-sqlite");
      System.setProperty(FOLDER, folder.toString());
      SQLiteJDBCLoader.initialize();
      loaded = true;
      delete(folder);
    } catch (Exception | UnsatisfiedLinkError e) {
      throw new StoreException(
          "SQLite's native library cannot be loaded: " + e.getMessage() + ".",
          "Check that the temporary folder has 4 MB of space and allows executables"
              + " (-Djava.io.tmpdir chooses another), or set archive.enabled to false.",
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
