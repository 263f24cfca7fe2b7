package weft.cli.testnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Signals that Java cannot send, by the shell that every Unix has.
final class Signals {
  private static final long WAIT_MS = 5_000;

  private Signals() {}

  /// Sends one to several processes at once; those that have ended are passed over.
  ///
  /// @param name such as `STOP`
  static void send(String name, Stream<ProcessHandle> processes) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -" + name + " \"$@\"", "sh"));
    processes.filter(ProcessHandle::isAlive).forEach(one -> command.add(String.valueOf(one.pid())));
    if (command.size() == 4) {
      return;
    }
    try {
      Process shell =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!shell.waitFor(WAIT_MS, TimeUnit.MILLISECONDS)) {
        shell.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
