package weft.bench.load;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Counts what was sent and is neither soft nor refused yet, and lets no more than so many be.
public final class Outstanding {
  private final int max;
  private final Semaphore free;

  /// @param max at least as many as are sent at once
  public Outstanding(int max) {
    this.max = max;
    this.free = new Semaphore(max);
  }

  /// As many as there are.
  public static Outstanding unlimited() {
    return new Outstanding(Integer.MAX_VALUE / 2);
  }

  /// Waits for room.
  ///
  /// @param endNs on the clock of [System#nanoTime]
  /// @return false if there was none in time
  public boolean begin(int count, long endNs) throws InterruptedException {
    return free.tryAcquire(count, endNs - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /// So many more are soft or refused.
  public void end(int count) {
    free.release(count);
  }

  /// Waits until nothing is left.
  ///
  /// @return false if something was, when the time was over
  public boolean awaitNone(long timeoutMs) throws InterruptedException {
    boolean isEmpty = free.tryAcquire(max, timeoutMs, TimeUnit.MILLISECONDS);
    if (isEmpty) {
      free.release(max);
    }
    return isEmpty;
  }
}
