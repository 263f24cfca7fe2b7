package weft.node.mempool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import weft.primitives.Amount;

/// Transactions that wait for a verifier thread, highest tip per byte first. When it is full, the
/// lowest tip per byte has to go, so that fees and not arrival decide who gets in.
final class VerificationQueue {
  private static final Comparator<Incoming> BEST_FIRST =
      Comparator.<Incoming, Amount>comparing(incoming -> incoming.newcomer().tipRate())
          .reversed()
          .thenComparingLong(Incoming::arrival);

  private final int maxCount;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final TreeSet<Incoming> queue = new TreeSet<>(BEST_FIRST);
  private long bytes;
  private boolean closed;

  VerificationQueue(int maxCount, long maxBytes) {
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
  }

  /// A transaction that passed every check but its signature's.
  ///
  /// @param arrival rises with each transaction that was submitted
  /// @param checkedHeight the newest committed height when the ledger was asked
  record Incoming(
      Newcomer newcomer,
      long arrival,
      long receivedTimeMs,
      long checkedHeight,
      PendingAnswer pending) {}

  /// Adds a transaction.
  ///
  /// @return those that have to go for it; the transaction itself if it is the weakest
  List<Incoming> add(Incoming incoming) {
    List<Incoming> displaced = new ArrayList<>();
    lock.lock();
    try {
      queue.add(incoming);
      bytes += incoming.newcomer().size();
      while (!queue.isEmpty() && (queue.size() > maxCount || bytes > maxBytes || closed)) {
        Incoming weakest = queue.last();
        queue.remove(weakest);
        bytes -= weakest.newcomer().size();
        displaced.add(weakest);
      }
      filled.signal();
    } finally {
      lock.unlock();
    }
    return displaced;
  }

  /// The best one; waits for one. Null once the queue is closed.
  @Nullable Incoming take() {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        filled.awaitUninterruptibly();
      }
      @Nullable Incoming best = queue.pollFirst();
      bytes -= best == null ? 0 : best.newcomer().size();
      return best;
    } finally {
      lock.unlock();
    }
  }

  /// The tip rate that the next one has to beat to get in; empty while there is room.
  Optional<Amount> rateToBeat() {
    lock.lock();
    try {
      boolean full = queue.size() >= maxCount || bytes >= maxBytes;
      return full ? Optional.of(queue.last().newcomer().tipRate()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Ends [#take] and hands back what still waits.
  List<Incoming> close() {
    lock.lock();
    try {
      closed = true;
      List<Incoming> left = List.copyOf(queue);
      queue.clear();
      filled.signalAll();
      return left;
    } finally {
      lock.unlock();
    }
  }
}
