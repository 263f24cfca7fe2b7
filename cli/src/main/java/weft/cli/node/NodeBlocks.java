package weft.cli.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import weft.cli.CliException;
import weft.node.NodeDirectory;

/// What a stopped node of a network has of its chain: store, snapshots, and the engine's blocks.
record NodeBlocks(NodeDirectory directory) {
  /// @throws CliException if there is anything
  void requireNone() throws IOException {
    for (Path one : found()) {
      throw new CliException(
          "exists",
          "the node has blocks already, or a part of them: " + one,
          "Only an empty node begins with a snapshot: add --discard to throw them away.");
    }
  }

  /// Deletes it, but never the record of what the validator signed last. If it is interrupted, do
  /// it again.
  ///
  /// @throws CliException if the node runs
  void discard() throws IOException {
    try (FileChannel _ =
        directory
            .engine()
            .lock()
            .orElseThrow(
                () ->
                    new CliException(
                        "store", "the node of " + directory.path() + " runs", "Stop it first."))) {
      for (Path one : found()) {
        delete(one);
      }
    }
  }

  private List<Path> found() throws IOException {
    Path signed = directory.engine().signingStateFile();
    Path engineData = directory.engine().path().resolve("data");
    List<Path> ofEngine = List.of();
    if (Files.isDirectory(engineData)) {
      try (Stream<Path> all = Files.list(engineData)) {
        ofEngine = all.filter(one -> !one.getFileName().equals(signed.getFileName())).toList();
      }
    }
    return Stream.concat(
            Stream.of(directory.store(), directory.snapshots()).filter(Files::exists),
            ofEngine.stream().sorted())
        .toList();
  }

  private static void delete(Path path) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(path)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : all) {
      Files.delete(one);
    }
  }
}
