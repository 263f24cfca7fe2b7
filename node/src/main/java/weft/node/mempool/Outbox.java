package weft.node.mempool;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import weft.node.feed.BroadcastFeed;

/// Carries answers and status changes to the outside on a thread of its own, in order, so that
/// neither blocks nor disk syncs wait for whoever listens.
///
/// Answers are as many as there are unanswered submissions. Status changes are bounded here: if
/// listeners hold the thread up for too long, all readers are cut off and told so. Where the thread
/// is dead, answers are sent at once by whoever gives them, and there are no readers any more.
final class Outbox {
  static final int MAX_STATUSES = 1 << 17;

  private final BroadcastFeed<StatusChange> feed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final ArrayDeque<Letter> letters = new ArrayDeque<>();
  private int waitingStatuses;
  private boolean closed;
  private boolean dead;

  private sealed interface Letter {
    record Answers(Runnable send) implements Letter {}

    record Statuses(List<StatusChange> changed) implements Letter {}
  }

  Outbox(BroadcastFeed<StatusChange> feed) {
    this.feed = feed;
  }

  /// Has something sent to submitters.
  void answer(Runnable send) {
    if (!add(new Letter.Answers(send), 0)) {
      send.run();
    }
  }

  void publish(List<StatusChange> changed) {
    if (!changed.isEmpty() && feed.hasReaders()) {
      boolean all = add(new Letter.Statuses(changed), changed.size());
      if (!all) {
        MempoolLog.readersDropped(feed.readerCount());
        feed.dropAll();
      }
    }
  }

  /// Sends until closed and empty. If it breaks, all that waits is answered first.
  void run() {
    try {
      for (Letter letter = next(); letter != null; letter = next()) {
        switch (letter) {
          case Letter.Answers(Runnable send) -> send.run();
          case Letter.Statuses(List<StatusChange> changed) -> changed.forEach(feed::publish);
        }
      }
    } catch (RuntimeException | Error fault) {
      die(fault);
      throw fault;
    }
  }

  private void die(Throwable fault) {
    List<Letter> left;
    lock.lock();
    try {
      dead = true;
      left = List.copyOf(letters);
      letters.clear();
    } finally {
      lock.unlock();
    }
    feed.dropAll();
    for (Letter letter : left) {
      if (letter instanceof Letter.Answers(Runnable send)) {
        try {
          send.run();
        } catch (RuntimeException | Error another) {
          fault.addSuppressed(another);
        }
      }
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// @return false if it will not be sent: there are too many statuses, or the thread is dead
  private boolean add(Letter letter, int statuses) {
    lock.lock();
    try {
      if (dead || waitingStatuses + statuses > MAX_STATUSES) {
        return false;
      }
      waitingStatuses += statuses;
      letters.add(letter);
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Letter next() {
    lock.lock();
    try {
      while (letters.isEmpty() && !closed) {
        filled.awaitUninterruptibly();
      }
      Letter letter = letters.poll();
      if (letter instanceof Letter.Statuses(List<StatusChange> changed)) {
        waitingStatuses -= changed.size();
      }
      return letter;
    } finally {
      lock.unlock();
    }
  }
}
