package weft.cli.engine;

import java.io.Console;
import java.util.Optional;
import weft.cli.Format;
import weft.cli.Output;
import weft.engine.cometbft.install.InstallListener;

/// Says on standard error what an installation does: on a terminal in one line that changes each
/// second, else in a line every ten seconds.
final class InstallProgress implements InstallListener, AutoCloseable {
  private static final long LIVE_PAUSE_MS = 1_000;
  private static final long PLAIN_PAUSE_MS = 10_000;
  private static final int WIDTH = 100;
  private static final String START_OF_LINE = "\r\u001b[K";

  private final Output output;
  private final boolean isLive;
  private final long startedNs = System.nanoTime();
  private final Thread ticker;
  private volatile String now = "asking Go";
  private int steps;

  InstallProgress(Output output) {
    this.output = output;
    this.isLive =
        !output.isJson()
            && Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    this.ticker = Thread.ofVirtual().name("install-progress").start(this::tick);
  }

  @Override
  public synchronized void progress(String program, String what) {
    steps++;
    now = program + ": " + what + " (" + Format.count(steps, "step") + ")";
  }

  @Override
  public void close() {
    ticker.interrupt();
    if (isLive) {
      System.err.print(START_OF_LINE);
      System.err.flush();
    }
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(isLive ? LIVE_PAUSE_MS : PLAIN_PAUSE_MS);
        print();
      }
    } catch (InterruptedException _) {
      // It is over.
    }
  }

  private void print() {
    String line = Format.duration((System.nanoTime() - startedNs) / 1_000_000) + "  " + now;
    if (isLive) {
      System.err.print(START_OF_LINE + line.substring(0, Math.min(line.length(), WIDTH)));
      System.err.flush();
    } else {
      output.remark(line);
    }
  }
}
