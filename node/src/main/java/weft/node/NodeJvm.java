package weft.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// How the JVM of a node is started: by the launcher, which has the same words, and by programs
/// that start nodes as processes of their own. docs/operations.md, "The JVM", says what was
/// measured.
public final class NodeJvm {
  /// For a node that has a machine. A later `-Xmx` changes its gigabyte of heap.
  public static final List<String> OPTIONS =
      List.of(
          "-XX:+UseG1GC",
          "-Xmx1g",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /// Further ones where several nodes share few processors for minutes, as in a test: the thorough
  /// compiler would take most of them all that time, and most of its code is not so much faster.
  public static final List<String> CROWDED_BRIEFLY = List.of("-XX:TieredStopAtLevel=1");

  private static final String CROWDED = "crowded.json";

  private NodeJvm() {}

  /// Further ones where several nodes share few processors for longer. The thorough compiler
  /// compiles hashes and curves alone, which it makes several times faster. It is not left out
  /// cheaply: everything else is compiled twice, which takes twice as long in the first minute.
  ///
  /// @param folder takes the file that says so, and must stay while such a JVM starts
  /// @throws UncheckedIOException if the file cannot be written
  public static List<String> crowded(Path folder) {
    Path file = folder.resolve(CROWDED).toAbsolutePath();
    try (InputStream words = NodeJvm.class.getResourceAsStream(CROWDED)) {
      Files.createDirectories(folder);
      Files.write(file, Objects.requireNonNull(words, CROWDED).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the compilers' file cannot be written: " + file, e);
    }
    return List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:CompilerDirectivesFile=" + file);
  }
}
