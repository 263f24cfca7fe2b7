package weft.node.configuration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Small files that must be there after a power failure.
public final class DurableFile {
  private DurableFile() {}

  /// Writes a file that exists or not, whole or not at all.
  public static void replace(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      fill(fresh, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    if (folder != null) {
      forceFolder(folder);
    }
  }

  /// Fills a file that was made empty, with its rights, and makes it and its name durable.
  static void fill(Path file, String text) throws IOException {
    fill(file, text, StandardOpenOption.WRITE);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      forceFolder(folder);
    }
  }

  private static void fill(Path file, String text, StandardOpenOption... how) throws IOException {
    StandardOpenOption[] options = new StandardOpenOption[how.length + 1];
    System.arraycopy(how, 0, options, 0, how.length);
    options[how.length] = StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(file, options)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /// Makes the names in a folder durable, where the system lets folders be opened.
  private static void forceFolder(Path folder) throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
