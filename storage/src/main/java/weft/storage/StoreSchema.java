package weft.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The version of a store's layout. It stands in a text file of its own, so that a store of another
/// version is refused before its database is touched, and in the database, so that the two cannot
/// be mixed up.
final class StoreSchema {
  /// Grows with every change that an earlier program could not read.
  static final int VERSION = 2;

  static final String FILE_NAME = "weft.store";

  /// Stands in a store that is being made until the marker takes its place. A copy of a store that
  /// did not come to its end has neither, or has the marker and lacks something else.
  static final String DRAFT_NAME = FILE_NAME + ".new";

  /// What a store that is being made may hold.
  private static final List<String> OF_DRAFT =
      List.of(DirectoryLock.FILE_NAME, DRAFT_NAME, Watermark.FILE_NAME, StoreDirectory.DATABASE);

  private static final Pattern FIRST_LINE = Pattern.compile("weft-store ([1-9][0-9]{0,8})");

  private StoreSchema() {}

  /// Whether the directory holds a store of this version; false if it holds nothing, or a store
  /// whose making was interrupted before anything was kept in it.
  ///
  /// @throws StoreException if it holds anything else
  static boolean isStore(Path directory) {
    try {
      if (Files.exists(directory.resolve(FILE_NAME))) {
        requireVersion(directory, Files.readString(directory.resolve(FILE_NAME)));
        return true;
      }
      requireNothingElse(directory);
      return false;
    } catch (IOException e) {
      throw failed(directory, e);
    }
  }

  private static void requireVersion(Path directory, String text) {
    Matcher line = FIRST_LINE.matcher(text.lines().findFirst().orElse(""));
    if (!line.matches()) {
      throw new StoreException(
          "The file " + directory.resolve(FILE_NAME) + " is damaged.", StoreAdvice.RESTORE);
    }
    requireVersion(directory, Long.parseLong(line.group(1)));
  }

  static void requireVersion(Path directory, long version) {
    if (version > VERSION) {
      throw new StoreException(
          "The store in %s has layout %d, and this program knows layouts up to %d."
              .formatted(directory, version, VERSION),
          "Start the newer version of Weft that wrote it, or choose another data directory.");
    }
    if (version < VERSION) {
      throw new StoreException(
          "The store in %s has layout %d, which this program no longer reads."
              .formatted(directory, version),
          "Start the older version of Weft that wrote it, or start from a snapshot of layout "
              + VERSION
              + ".");
    }
  }

  private static void requireNothingElse(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    if (!Files.isDirectory(directory)) {
      throw new StoreException(
          directory + " is not a directory.", "Choose another data directory.");
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<String> allowed =
          Files.exists(directory.resolve(DRAFT_NAME)) ? OF_DRAFT : List.of(DirectoryLock.FILE_NAME);
      if (files.anyMatch(file -> !allowed.contains(file.getFileName().toString()))) {
        throw new StoreException(
            "The directory " + directory + " is not empty, and holds no Weft store.",
            "Choose an empty directory, or the one that the store was made in.");
      }
    }
  }

  /// Notes durably that a store is being made here; to be called before anything else is.
  static void draft(Path directory) {
    String text =
        "weft-store "
            + VERSION
            + "\n"
            + "The layout of this directory. Written by Weft; keep it.\n";
    Path draft = directory.resolve(DRAFT_NAME);
    try {
      Files.writeString(draft, text, StandardOpenOption.CREATE, StandardOpenOption.DSYNC);
      StoreDirectory.sync(directory);
    } catch (IOException e) {
      throw failed(directory, e);
    }
  }

  /// Makes the draft the marker, durably; to be called when all else is durable.
  static void mark(Path directory) {
    Path marker = directory.resolve(FILE_NAME);
    Path draft = directory.resolve(DRAFT_NAME);
    try {
      Files.move(draft, marker, StandardCopyOption.ATOMIC_MOVE);
      StoreDirectory.sync(directory);
    } catch (IOException e) {
      throw failed(directory, e);
    }
  }

  private static StoreException failed(Path directory, IOException cause) {
    return new StoreException(
        "The directory %s cannot be used: %s.".formatted(directory, cause.getMessage()),
        StoreAdvice.CHECK_DISK,
        cause);
  }
}
