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
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private boolean isLeft;

  private TemporaryFolder(Path path, boolean isLeft) {
    this.path = path;
    this.isLeft = isLeft;
  }

  /// Opens the folder that the user chose, or makes a temporary one.
  ///
  /// @param chosen by the user, made if needed; null: a temporary one
  public static TemporaryFolder open(String prefix, @Nullable Path chosen) {
    try {
      return chosen == null
          ? new TemporaryFolder(Files.createTempDirectory(prefix), false)
          : new TemporaryFolder(Files.createDirectories(chosen), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return path;
  }

  /// A temporary one stays, too, for whoever wants to know what went wrong in it.
  ///
  /// @return whether it would have gone
  public boolean leave() {
    boolean wasTemporary = !isLeft;
    isLeft = true;
    return wasTemporary;
  }

  @Override
  public void close() {
    if (isLeft) {
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
