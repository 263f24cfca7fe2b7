package weft.engine.solo;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The machine's clocks.
public final class SystemBlockClock implements BlockClock {
  private final Semaphore wakes = new Semaphore(0);

  @Override
  public long wallMs() {
    return System.currentTimeMillis();
  }

  @Override
  public long monotonicMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Override
  public void await(long monotonicMs) throws InterruptedException {
    long waitMs = Math.max(0, monotonicMs - monotonicMs());
    if (wakes.tryAcquire(waitMs, TimeUnit.MILLISECONDS)) {
      wakes.drainPermits();
    }
  }

  @Override
  public void wake() {
    if (wakes.availablePermits() == 0) {
      wakes.release();
    }
  }
}
