package weft.node;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import weft.storage.NodeStore;
import weft.storage.Retention;
import weft.storage.RetentionSettings;

/// Prunes history beside the chain, in small steps, so that no block waits for it.
final class Pruning implements AutoCloseable {
  private static final long BLOCKS_BETWEEN_LOOKS = 50;
  private static final long CLOSE_TIMEOUT_MS = 30_000;

  private final NodeStore store;
  private final RetentionSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private long committedHeight;
  private boolean closing;

  Pruning(NodeStore store, RetentionSettings settings) {
    this.store = store;
    this.settings = settings;
    this.thread = Thread.ofPlatform().name("weft-pruning").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void committed(long height) {
    if (height % BLOCKS_BETWEEN_LOOKS == 0) {
      lock.lock();
      try {
        committedHeight = height;
        changed.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  private void run() {
    try {
      long seen = 0;
      while ((seen = awaitHeightAfter(seen)) > 0) {
        prune(seen);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException fault) {
      OperatorLog.fault("pruning", fault);
    }
  }

  private void prune(long head) {
    long earliest = store.earliestHeight();
    long wanted = Retention.lowestToKeep(head, earliest, store.historyBytes(), settings);
    if (wanted > earliest) {
      OperatorLog.pruned(store.pruneBelow(wanted));
    }
  }

  /// @return 0 when closing
  private long awaitHeightAfter(long seen) throws InterruptedException {
    lock.lock();
    try {
      while (committedHeight <= seen && !closing) {
        changed.await();
      }
      return closing ? 0 : committedHeight;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(CLOSE_TIMEOUT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
