package weft.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One process at a time has a directory. The operating system drops the lock when the process
/// ends, however it ends; the file stays and names the last holder.
final class DirectoryLock implements AutoCloseable {
  static final String FILE_NAME = "weft.lock";

  /// The system does not keep two stores of one process apart, and would drop a lock as soon as any
  /// channel on its file is closed.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  /// The locked byte lies outside the text, which others may read.
  private static final long LOCKED_BYTE = 1L << 20;

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /// @throws StoreException if another store has the directory
  static DirectoryLock acquire(Path directory) {
    try {
      Path real = directory.toRealPath();
      if (!HELD_HERE.add(real)) {
        throw inUse(directory, "this process");
      }
      @Nullable FileChannel locked = null;
      try {
        locked = lock(real);
      } finally {
        if (locked == null) {
          HELD_HERE.remove(real);
        }
      }
      return new DirectoryLock(real, locked);
    } catch (IOException e) {
      throw new StoreException(
          "The directory %s cannot be locked: %s.".formatted(directory, e.getMessage()),
          StoreAdvice.CHECK_DISK,
          e);
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    Path path = directory.resolve(FILE_NAME);
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      @Nullable FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw inUse(directory, holder(path));
      }
      channel.truncate(0);
      String text = "pid " + ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      return channel;
    } catch (IOException | StoreException e) {
      channel.close();
      throw e;
    }
  }

  private static String holder(Path path) throws IOException {
    String text = Files.readString(path).strip();
    return text.startsWith("pid ") ? "the process with " + text : "another process";
  }

  private static StoreException inUse(Path directory, String holder) {
    return new StoreException(
        "The directory " + directory + " is in use by " + holder + ".",
        "Stop that node first, or choose another data directory.");
  }

  /// Idempotent.
  @Override
  public synchronized void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreException(
          "The lock of %s cannot be released: %s.".formatted(directory, e.getMessage()),
          "Nothing is lost; the lock ends with the process.",
          e);
    } finally {
      HELD_HERE.remove(directory);
    }
  }
}
