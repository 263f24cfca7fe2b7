package weft.engine.solo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class SystemBlockClockTest {
  private static final long FOR_EVER_MS = 1_000_000_000;

  private final SystemBlockClock clock = new SystemBlockClock();

  @Test
  void waitsForATime() throws InterruptedException {
    long until = clock.monotonicMs() + 30;
    while (clock.monotonicMs() < until) {
      clock.await(until);
    }
    assertThat(clock.monotonicMs()).isGreaterThanOrEqualTo(until);
    clock.await(until - 1_000);
  }

  @Test
  void remembersAWakeForTheNextWait() throws InterruptedException {
    clock.wake();
    clock.wake();
    clock.await(clock.monotonicMs() + FOR_EVER_MS);
    long until = clock.monotonicMs() + 20;
    while (clock.monotonicMs() < until) {
      clock.await(until);
    }
    assertThat(clock.wallMs()).isPositive();
  }

  @Test
  void isWokenFromAnotherThread() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    Thread waiter =
        Thread.ofPlatform()
            .start(
                () -> {
                  started.countDown();
                  try {
                    clock.await(clock.monotonicMs() + FOR_EVER_MS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    started.await();
    clock.wake();
    waiter.join();
    assertThat(waiter.isAlive()).isFalse();
  }
}
