package weft.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a command keeps things: a folder that stays, or a temporary one that goes when it is
/// closed.
public record TemporaryFolder(Path path, boolean temporary) implements AutoCloseable {

  /// Opens the folder that the user chose, or makes a temporary one.
  ///
  /// @param chosen by the user, made if needed; null: a temporary one
  public static TemporaryFolder open(String prefix, @Nullable Path chosen) {
    try {
      return chosen == null
          ? new TemporaryFolder(Files.createTempDirectory(prefix), true)
          : new TemporaryFolder(Files.createDirectories(chosen), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (!temporary) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
