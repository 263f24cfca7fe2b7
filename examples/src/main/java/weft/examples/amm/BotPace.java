package weft.examples.amm;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import weft.protocol.refusal.Refusal;

/// Paces a bot and lets it be stopped at once.
final class BotPace {
  private static final long FIRST_BACK_OFF_MS = 200;
  private static final long LONGEST_BACK_OFF_MS = 5_000;

  private final CountDownLatch stopped = new CountDownLatch(1);

  void stop() {
    stopped.countDown();
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /// Waits, unless stopped.
  ///
  /// @return whether to go on
  boolean sleepMs(long waitMs) throws InterruptedException {
    return !stopped.await(waitMs, TimeUnit.MILLISECONDS);
  }

  /// Waits until a time of `System.nanoTime`, unless stopped.
  ///
  /// @return whether to go on
  boolean sleepUntil(long timeNs) throws InterruptedException {
    return !stopped.await(timeNs - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /// How long to stay away after refusals in a row: as long as the node asks, and longer each time.
  static long backOffMs(int refusalsInRow, Refusal refusal) {
    long own = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS << Math.min(refusalsInRow - 1, 5));
    return Math.max(own, Math.min(refusal.retryAfterMs(), LONGEST_BACK_OFF_MS));
  }
}
