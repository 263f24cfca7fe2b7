package weft.engine.solo;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/// A clock that stands still until a test moves it, and knows when the engine has nothing left to
/// do at the present time.
final class FakeClock implements BlockClock {
  /// Only a broken engine makes a test wait this long.
  private static final long PATIENCE_MS = 20_000;

  private long wallMs;
  private long monotonicMs = 5_000;
  private boolean waiting;
  private boolean woken;
  private long waitingUntilMs;

  FakeClock(long wallMs) {
    this.wallMs = wallMs;
  }

  @Override
  public synchronized long wallMs() {
    return wallMs;
  }

  @Override
  public synchronized long monotonicMs() {
    return monotonicMs;
  }

  @Override
  public synchronized void await(long untilMs) throws InterruptedException {
    waitingUntilMs = untilMs;
    waiting = true;
    notifyAll();
    while (!woken && monotonicMs < waitingUntilMs) {
      wait();
    }
    waiting = false;
    woken = false;
  }

  @Override
  public synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /// Lets time pass, and returns once the engine waits again.
  void advance(long ms) {
    awaitIdle();
    pass(ms);
    awaitIdle();
  }

  /// Lets time pass while the engine is busy.
  synchronized void pass(long ms) {
    wallMs += ms;
    monotonicMs += ms;
    notifyAll();
  }

  /// Moves the wall clock alone, as an operator or a time server does.
  synchronized void setWall(long ms) {
    wallMs = ms;
  }

  /// Returns once the engine waits for a later time.
  synchronized void awaitIdle() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    while (!waiting || woken || monotonicMs >= waitingUntilMs) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (leftMs <= 0) {
        Assertions.fail("the engine does not come to rest");
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        Assertions.fail("interrupted");
      }
    }
  }
}
