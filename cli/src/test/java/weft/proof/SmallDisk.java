package weft.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file system in memory of a given size, where this machine lets tests mount one.
public final class SmallDisk implements AutoCloseable {
  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /// @throws IOException if it may not be mounted; the message says why
  public static SmallDisk mount(Path path, int sizeMib) throws IOException {
    Files.createDirectories(path);
    run(List.of("mount", "-t", "tmpfs", "-o", "size=" + sizeMib + "m", "tmpfs", path.toString()));
    return new SmallDisk(path);
  }

  public Path path() {
    return path;
  }

  public void grow(int sizeMib) throws IOException {
    run(List.of("mount", "-o", "remount,size=" + sizeMib + "m", path.toString()));
  }

  @Override
  public void close() throws IOException {
    run(List.of("umount", "-l", path.toString()));
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    // The output has ended, and so has the command, or nearly so.
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }
}
