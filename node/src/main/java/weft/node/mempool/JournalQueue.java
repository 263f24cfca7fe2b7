package weft.node.mempool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for the next disk sync: new transactions, and ends of old ones.
///
/// New ones are bounded: who brings one waits for room. Ends never wait; there are no more of them
/// than transactions that were once in the pool and are still known.
final class JournalQueue {
  static final long TICK_MS = 100;

  private final int maxArrived;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final ArrayDeque<Arrived> arrived = new ArrayDeque<>();
  private final List<PoolEntry> released = new ArrayList<>();
  private final ArrayDeque<PoolEntry> ended = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  /// @param maxArrived most new transactions that wait
  /// @param maxBytes no more is taken once they have so many envelope bytes
  JournalQueue(int maxArrived, long maxBytes) {
    this.maxArrived = maxArrived;
    this.maxBytes = maxBytes;
  }

  /// @param pending how the submitter is answered
  record Arrived(PoolEntry entry, PendingAnswer pending) {}

  /// @param arrived to be journalled first
  /// @param released to be journalled then, as kept back no more
  /// @param ended to be finished at last
  record Batch(List<Arrived> arrived, List<PoolEntry> released, List<PoolEntry> ended) {
    boolean isEmpty() {
      return arrived.isEmpty() && released.isEmpty() && ended.isEmpty();
    }
  }

  /// Waits for room.
  ///
  /// @param meanwhile run again and again while it waits, about every [#TICK_MS]
  /// @return false if the queue was closed, so that nothing will be journalled any more
  boolean put(Arrived transaction, Runnable meanwhile) {
    while (true) {
      lock.lock();
      try {
        awaitRoomForATick();
        if (closed) {
          return false;
        }
        if (!isFull()) {
          arrived.add(transaction);
          bytes += transaction.entry().size();
          filled.signal();
          return true;
        }
      } finally {
        lock.unlock();
      }
      meanwhile.run();
    }
  }

  private boolean isFull() {
    return arrived.size() >= maxArrived || bytes >= maxBytes;
  }

  private void awaitRoomForATick() {
    long leftNs = TimeUnit.MILLISECONDS.toNanos(TICK_MS);
    try {
      while (isFull() && !closed && leftNs > 0) {
        leftNs = emptied.awaitNanos(leftNs);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts who waits for the journal", e);
    }
  }

  /// There are no more of them than are kept back.
  void release(List<PoolEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      released.addAll(entries);
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  void end(List<PoolEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      ended.addAll(entries);
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /// The next batch, within limits; waits for one. Empty once the queue is closed and drained.
  ///
  /// All that arrived before the ends of the batch were handed over is in this batch or an earlier
  /// one, because only what is durable has an end.
  Batch take(int maxBatchTransactions, long maxBatchBytes) {
    lock.lock();
    try {
      while (arrived.isEmpty() && released.isEmpty() && ended.isEmpty() && !closed) {
        filled.awaitUninterruptibly();
      }
      List<Arrived> taken = new ArrayList<>();
      long takenBytes = 0;
      while (!arrived.isEmpty()
          && taken.size() < maxBatchTransactions
          && takenBytes < maxBatchBytes) {
        Arrived next = arrived.remove();
        takenBytes += next.entry().size();
        taken.add(next);
      }
      bytes -= takenBytes;
      List<PoolEntry> freed = List.copyOf(released);
      released.clear();
      List<PoolEntry> ends = new ArrayList<>();
      while (!ended.isEmpty() && ends.size() < maxBatchTransactions) {
        ends.add(ended.remove());
      }
      emptied.signalAll();
      return new Batch(taken, freed, ends);
    } finally {
      lock.unlock();
    }
  }

  /// Closes the queue and hands back what still waits, because nobody will take it.
  List<Arrived> abandon() {
    lock.lock();
    try {
      close();
      List<Arrived> left = List.copyOf(arrived);
      arrived.clear();
      bytes = 0;
      return left;
    } finally {
      lock.unlock();
    }
  }

  /// Lets [#take] end once it has handed out everything.
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
      emptied.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
