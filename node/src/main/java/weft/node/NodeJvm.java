package weft.node;

import java.util.List;

/// How the JVM of a node is started: by the launcher, which has the same words, and by programs
/// that start nodes as processes of their own. docs/operations.md, "The JVM", says what was
/// measured.
public final class NodeJvm {
  /// A later `-Xmx` changes the gigabyte of heap. The thorough compiler joins fewer methods into
  /// one than by itself: its time grows faster than their size, and the code is as fast.
  public static final List<String> OPTIONS =
      List.of(
          "-XX:+UseG1GC",
          "-Xmx1g",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:MaxInlineLevel=6",
          "-XX:InlineSmallCode=1000",
          "-XX:FreqInlineSize=100",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /// Further ones where several nodes share few processors for a minute or two, as in a test: the
  /// thorough compiler would take half of them all that time.
  public static final List<String> CROWDED = List.of("-XX:TieredStopAtLevel=1");

  private NodeJvm() {}
}
