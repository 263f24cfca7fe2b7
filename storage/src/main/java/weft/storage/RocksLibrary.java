package weft.storage;

import java.io.IOException;
import java.nio.file.Path;
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
      Path folder = UnpackedFolder.create("rocksdb");
      NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
      loaded = true;
      UnpackedFolder.delete(folder);
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new StoreException(
          "RocksDB's native library cannot be loaded: " + e.getMessage() + ".",
          "Check that the temporary folder has 32 MB of space and allows executables"
              + " (-Djava.io.tmpdir chooses another).",
          e);
    }
  }
}
