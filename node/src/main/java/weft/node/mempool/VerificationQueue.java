package weft.node.mempool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Amount;

/// Transactions that wait for a verifier thread, highest tip per byte first. When it is full, the
/// lowest tip per byte has to go, so that fees and not arrival decide who gets in.
///
/// The transactions of one channel are handed out in the order of their sequences, and only one at
/// a time: otherwise a thread that is held up would let later sequences overtake, and those would
/// be refused for the gap before them.
final class VerificationQueue {
  private static final Comparator<Incoming> BEST_FIRST =
      Comparator.<Incoming, Amount>comparing(incoming -> incoming.newcomer().tipRate())
          .reversed()
          .thenComparingLong(Incoming::arrival);
  private static final Comparator<Incoming> NEXT_FIRST =
      Comparator.<Incoming>comparingLong(incoming -> incoming.newcomer().nonce().sequence())
          .thenComparingLong(Incoming::arrival);

  private final int maxCount;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final TreeSet<Incoming> queue = new TreeSet<>(BEST_FIRST);
  private final Map<ChannelId, Line> lines = new HashMap<>();

  /// The lines that nobody works on, by the transaction in front.
  private final TreeSet<Line> free = new TreeSet<>(Comparator.comparing(Line::front, BEST_FIRST));

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

  private record ChannelId(Address account, long channel) {
    static ChannelId of(Incoming incoming) {
      return new ChannelId(incoming.newcomer().account(), incoming.newcomer().nonce().channel());
    }
  }

  /// What waits of one channel.
  private static final class Line {
    final TreeSet<Incoming> waiting = new TreeSet<>(NEXT_FIRST);
    boolean atWork;

    Incoming front() {
      return waiting.first();
    }
  }

  /// Adds a transaction.
  ///
  /// @return those that have to go for it; the transaction itself if it is the weakest
  List<Incoming> add(Incoming incoming) {
    List<Incoming> displaced = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        return List.of(incoming);
      }
      enter(incoming);
      while (queue.size() > maxCount || bytes > maxBytes) {
        Incoming weakest = queue.last();
        leave(weakest);
        displaced.add(weakest);
      }
      filled.signal();
    } finally {
      lock.unlock();
    }
    return displaced;
  }

  /// The best one; waits for one. [#done] has to follow. Null once the queue is closed.
  @Nullable Incoming take() {
    lock.lock();
    try {
      while (free.isEmpty() && !closed) {
        filled.awaitUninterruptibly();
      }
      if (closed) {
        return null;
      }
      Line line = free.removeFirst();
      line.atWork = true;
      Incoming best = line.front();
      leave(best);
      return best;
    } finally {
      lock.unlock();
    }
  }

  /// One that was taken is dealt with: the next of its channel may be taken.
  void done(Incoming taken) {
    lock.lock();
    try {
      ChannelId id = ChannelId.of(taken);
      @Nullable Line line = lines.get(id);
      if (line == null) {
        return;
      }
      line.atWork = false;
      if (line.waiting.isEmpty()) {
        lines.remove(id);
      } else {
        free.add(line);
        filled.signal();
      }
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
      lines.clear();
      free.clear();
      bytes = 0;
      filled.signalAll();
      return left;
    } finally {
      lock.unlock();
    }
  }

  private void enter(Incoming incoming) {
    Line line = lines.computeIfAbsent(ChannelId.of(incoming), _ -> new Line());
    unlist(line);
    line.waiting.add(incoming);
    list(line);
    queue.add(incoming);
    bytes += incoming.newcomer().size();
  }

  private void leave(Incoming incoming) {
    ChannelId id = ChannelId.of(incoming);
    Line line = lines.get(id);
    if (line == null) {
      throw new IllegalStateException("what waits stands in a line");
    }
    unlist(line);
    line.waiting.remove(incoming);
    list(line);
    if (line.waiting.isEmpty() && !line.atWork) {
      lines.remove(id);
    }
    queue.remove(incoming);
    bytes -= incoming.newcomer().size();
  }

  /// A line is taken out of the order before its front changes, which the order goes by.
  private void unlist(Line line) {
    if (!line.atWork && !line.waiting.isEmpty()) {
      free.remove(line);
    }
  }

  private void list(Line line) {
    if (!line.atWork && !line.waiting.isEmpty()) {
      free.add(line);
    }
  }
}
