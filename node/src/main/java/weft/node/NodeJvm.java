package weft.node;

import java.util.List;

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

  /// Further ones where several nodes share few processors: the thorough compiler would take most
  /// of them for minutes, and its code is not so much faster.
  public static final List<String> CROWDED = List.of("-XX:TieredStopAtLevel=1");

  private NodeJvm() {}
}
