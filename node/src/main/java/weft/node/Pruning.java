package weft.node;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import weft.storage.NodeStore;
import weft.storage.NodeStore.Pruned;
import weft.storage.Retention;
import weft.storage.RetentionSettings;

/// Prunes history beside the chain: every 50 blocks down to the limits, in small pieces, so that no
/// block waits long for it.
final class Pruning implements AutoCloseable {
  private static final long BLOCKS_BETWEEN_LOOKS = 50;
  private static final long CLOSE_TIMEOUT_MS = 30_000;

  private final NodeStore store;
  private final RetentionSettings settings;
  private final Consumer<Throwable> onFault;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private long committedHeight;
  private boolean closing;

  /// @param onFault told when pruning cannot go on: left alone, the disk would fill
  Pruning(NodeStore store, RetentionSettings settings, Consumer<Throwable> onFault) {
    this.store = store;
    this.settings = settings;
    this.onFault = onFault;
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
        prune();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error fault) {
      onFault.accept(fault);
    }
  }

  /// Ends when there is nothing left to delete, or at closing. Commits come between the pieces.
  private void prune() {
    long before = store.earliestHeight();
    boolean isDone = false;
    while (!isDone && !isClosing()) {
      long earliest = store.earliestHeight();
      long wanted =
          Retention.lowestToKeep(store.head().height(), earliest, store.historyBytes(), settings);
      // Also where no block may go: expired statuses go with the same call.
      Pruned pruned = store.pruneBelow(wanted);
      isDone = pruned.isComplete() && wanted == earliest;
    }
    if (store.earliestHeight() > before) {
      OperatorLog.pruned(store.earliestHeight());
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
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
