package weft.proof;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Waits on conditions, never for a time.
public final class Poll {
  private static final long STEP_MS = 10;

  private Poll() {}

  /// Asks until the answer is yes, or the time is over.
  public static boolean until(long waitMs, Callable<Boolean> condition) throws Exception {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    while (System.nanoTime() < deadlineNs) {
      if (condition.call()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MS);
    }
    return condition.call();
  }

  /// The same, failing with a name for what did not happen.
  public static void require(String what, long waitMs, Callable<Boolean> condition)
      throws Exception {
    if (!until(waitMs, condition)) {
      throw new AssertionError(what + ": not within " + waitMs + " ms");
    }
  }

  /// Waits for a thread to end.
  public static void join(Thread thread, long waitMs) {
    try {
      thread.join(waitMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new AssertionError(thread.getName() + " does not end within " + waitMs + " ms");
    }
  }
}
