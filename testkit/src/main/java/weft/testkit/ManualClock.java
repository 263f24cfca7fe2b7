package weft.testkit;

import java.time.Duration;
import weft.engine.solo.BlockClock;

/// A clock that stands still until a test moves it.
public final class ManualClock implements BlockClock {
  private static final long START_WALL_MS = 1_800_000_000_000L;

  private long elapsedMs;
  private boolean woken;

  /// Moves the clock forward and lets everything that is due run.
  public synchronized void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("a clock does not go back: " + step);
    }
    elapsedMs = Math.addExact(elapsedMs, step.toMillis());
    notifyAll();
  }

  @Override
  public synchronized long wallMs() {
    return START_WALL_MS + elapsedMs;
  }

  @Override
  public synchronized long monotonicMs() {
    return elapsedMs;
  }

  @Override
  public synchronized void await(long monotonicMs) throws InterruptedException {
    while (elapsedMs < monotonicMs && !woken) {
      wait();
    }
    woken = false;
  }

  @Override
  public synchronized void wake() {
    woken = true;
    notifyAll();
  }
}
