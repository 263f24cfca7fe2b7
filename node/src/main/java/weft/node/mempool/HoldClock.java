package weft.node.mempool;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import weft.storage.StoreException;

/// Looks again and again whether something has been kept back for long enough, or is named by a bid
/// that came before it. A thread's work.
final class HoldClock {
  static final long TICK_MS = 50;

  private final GuardedPool pool;
  private final MempoolEnvironment environment;
  private final Consumer<StoreException> onFailure;
  private final CountDownLatch closing = new CountDownLatch(1);

  HoldClock(GuardedPool pool, MempoolEnvironment environment, Consumer<StoreException> onFailure) {
    this.pool = pool;
    this.environment = environment;
    this.onFailure = onFailure;
  }

  /// Works until it is closed.
  void run() {
    try {
      while (!closing.await(TICK_MS, TimeUnit.MILLISECONDS)) {
        if (pool.read(state -> state.kept.any())) {
          look();
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts who keeps the time of holds", e);
    } catch (StoreException e) {
      onFailure.accept(e);
    }
  }

  private void look() {
    long nowMs = environment.clock().millis();
    pool.step(
        (state, changes) -> {
          LedgerNow ledger = new LedgerNow(environment.ledger(), state.height() + 1, nowMs);
          state.kept.look(ledger, changes);
          return ledger;
        });
  }

  void close() {
    closing.countDown();
  }
}
