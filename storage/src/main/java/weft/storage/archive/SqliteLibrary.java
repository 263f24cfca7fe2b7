package weft.storage.archive;

import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import weft.storage.StoreException;
import weft.storage.UnpackedFolder;

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
      Path folder = UnpackedFolder.create("sqlite");
      System.setProperty(FOLDER, folder.toString());
      SQLiteJDBCLoader.initialize();
      loaded = true;
      UnpackedFolder.delete(folder);
    } catch (Exception | UnsatisfiedLinkError e) {
      throw new StoreException(
          "SQLite's native library cannot be loaded: " + e.getMessage() + ".",
          "Check that the temporary folder has 4 MB of space and allows executables"
              + " (-Djava.io.tmpdir chooses another), or set archive.enabled to false.",
          e);
    }
  }
}
