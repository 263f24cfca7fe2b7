package weft.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import weft.cli.testnet.NodeProcess;
import weft.node.NodeJvm;

/// A [HurtNode] as a process, in the place of a node that does not run. It logs where that does.
final class HurtProcess implements AutoCloseable {
  private static final long STOP_MS = 30_000;

  private final Process process;

  HurtProcess(NodeProcess place, String... how) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(NodeJvm.OPTIONS);
    command.addAll(NodeJvm.CROWDED);
    command.add("-Xmx512m");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), HurtNode.class.getName()));
    command.add(place.directory().path().toString());
    command.addAll(List.of(how));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log().toFile()))
            .start();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Waits for its end.
  ///
  /// @return its status
  int awaitEnd(long waitMs) throws InterruptedException {
    if (!process.waitFor(waitMs, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the node does not end within " + waitMs + " ms");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(STOP_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
