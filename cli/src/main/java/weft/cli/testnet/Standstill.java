package weft.cli.testnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Processes that stand still: SIGSTOP now, SIGCONT when it is closed, or when this program is
/// gone: a process that stands still could not even notice that.
final class Standstill implements AutoCloseable {
  private static final long WAIT_MS = 5_000;

  /// The shell lives on through a Ctrl-C, and reads until nobody holds the other end.
  private static final String HOLD =
      "trap '' HUP INT TERM; kill -STOP \"$@\"; echo; read -r _; kill -CONT \"$@\"";

  private final Process shell;

  private Standstill(Process shell) {
    this.shell = shell;
  }

  /// Stops several at once; those that have ended are passed over.
  static Standstill of(List<ProcessHandle> processes) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", HOLD, "sh"));
    processes.forEach(one -> command.add(String.valueOf(one.pid())));
    try {
      Process shell =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      int stopped = shell.getInputStream().read();
      if (stopped != '\n') {
        throw new IOException("the shell that stops processes ended");
      }
      return new Standstill(shell);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
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
