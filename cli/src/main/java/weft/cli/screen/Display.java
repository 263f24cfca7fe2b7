package weft.cli.screen;

import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import weft.cli.StopSignal;

/// Shows something that runs until its time is over, it cannot go on, or a stop is asked for.
public final class Display {
  private static final long FRAME_MS = 250;
  private static final long LINE_MS = 1_000;

  private final Subject subject;
  private final StopSignal stop;
  private final long deadlineNs;

  /// What is shown.
  public interface Subject {
    /// Whether it can go on.
    boolean goesOn();

    /// The present moment, to fill a screen.
    ///
    /// @param size of the screen; whatever does not fit is cut
    List<Line> lines(Screen.Size size);

    /// The present moment in one line.
    String line();

    /// What is printed first where there is no screen.
    String greeting();
  }

  /// @param startedAtNs from when the time counts, by `System.nanoTime`
  /// @param forMs for how long; empty: until stopped
  public Display(Subject subject, StopSignal stop, long startedAtNs, OptionalLong forMs) {
    this.subject = subject;
    this.stop = stop;
    this.deadlineNs =
        startedAtNs + TimeUnit.MILLISECONDS.toNanos(forMs.orElse(Long.MAX_VALUE / 2_000_000));
  }

  /// Prints a line per second.
  public void printLines(Consumer<String> out) throws InterruptedException {
    boolean first = true;
    while (!stop.await(first ? 0 : waitMs(LINE_MS)) && goesOn()) {
      out.accept(first ? subject.greeting() : subject.line());
      first = false;
    }
  }

  /// Draws several times per second.
  public void drawScreen(PrintWriter out) throws InterruptedException {
    try (Screen screen = new Screen(out, Screen.wantsColours())) {
      screen.open();
      do {
        screen.draw(subject.lines(screen.size()));
      } while (!stop.await(waitMs(FRAME_MS)) && goesOn());
    }
  }

  private boolean goesOn() {
    return System.nanoTime() - deadlineNs < 0 && subject.goesOn();
  }

  private long waitMs(long mostMs) {
    long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
    return Math.clamp(leftMs + 1, 1, mostMs);
  }
}
