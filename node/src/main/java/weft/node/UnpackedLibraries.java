package weft.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;

/// The native code of signatures unpacks itself into the temporary folder and would stay there
/// whenever the process is killed. Here its files go as soon as they are loaded, where the system
/// tells which ones they are (Linux).
final class UnpackedLibraries {
  private static final Path MAPPED = Path.of("/proc/self/maps");
  private static final String BLS_FOLDER = "blst@";
  private static final Pattern FILE =
      Pattern.compile("/\\S*/(" + BLS_FOLDER + "\\d+/libblst|secp256k1-\\S+)\\.so");

  private UnpackedLibraries() {}

  /// Loads them first.
  static void delete() {
    BlsPrivateKey.fromSeed(Bytes.EMPTY);
    PrivateKey.fromSeed(Bytes.EMPTY);
    try {
      for (Path file : files()) {
        Files.deleteIfExists(file);
        Files.deleteIfExists(Path.of(file + ".lck"));
        Path folder = Objects.requireNonNull(file.getParent());
        if (file.toString().contains(BLS_FOLDER)) {
          Files.deleteIfExists(folder);
        }
      }
    } catch (IOException kept) {
      // As on other systems: they stay until the process ends in order.
    }
  }

  private static List<Path> files() throws IOException {
    if (!Files.isReadable(MAPPED)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(MAPPED)) {
      return lines
          .flatMap(line -> FILE.matcher(line).results())
          .map(MatchResult::group)
          .distinct()
          .map(Path::of)
          .toList();
    }
  }
}
