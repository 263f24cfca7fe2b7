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
/// listeners hold the thread up for too long, all readers are cut off and told so.
final class Outbox {
  static final int MAX_STATUSES = 1 << 17;

  private final BroadcastFeed<StatusChange> feed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final ArrayDeque<Letter> letters = new ArrayDeque<>();
  private int waitingStatuses;
  private boolean closed;

  private sealed interface Letter {
    record Answers(Runnable send) implements Letter {}

    record Statuses(List<StatusChange> changed) implements Letter {}
  }

  Outbox(BroadcastFeed<StatusChange> feed) {
    this.feed = feed;
  }

  /// Has something sent to submitters.
  void answer(Runnable send) {
    add(new Letter.Answers(send), 0);
  }

  void publish(List<StatusChange> changed) {
    if (!changed.isEmpty() && feed.hasReaders()) {
      add(new Letter.Statuses(changed), changed.size());
    }
  }

  /// Sends until closed and empty.
  void run() {
    while (true) {
      Letter letter = next();
      switch (letter) {
        case null -> {
          return;
        }
        case Letter.Answers(Runnable send) -> send.run();
        case Letter.Statuses(List<StatusChange> changed) -> changed.forEach(feed::publish);
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

  private void add(Letter letter, int statuses) {
    boolean overflow;
    lock.lock();
    try {
      overflow = waitingStatuses + statuses > MAX_STATUSES;
      if (!overflow) {
        waitingStatuses += statuses;
        letters.add(letter);
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
    if (overflow) {
      feed.dropAll();
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
