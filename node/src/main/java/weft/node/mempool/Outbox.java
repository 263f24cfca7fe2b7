package weft.node.mempool;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.node.feed.BroadcastFeed;
import weft.protocol.orderflow.Hint;

/// Carries answers and status changes to the outside on a thread of its own, in order, so that
/// neither blocks nor disk syncs wait for whoever listens.
///
/// Answers are as many as there are unanswered submissions. Status changes and bids are bounded
/// here: if listeners hold the thread up for too long, all readers are cut off and told so. Where
/// the thread is dead, answers are sent at once by whoever gives them, and there are no readers any
/// more.
final class Outbox {
  static final int MAX_EVENTS = 1 << 17;

  private final BroadcastFeed<StatusChange> feed;
  private final BroadcastFeed<ReceivedBid> bids;
  private final BroadcastFeed<Hint> hints;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final ArrayDeque<Letter> letters = new ArrayDeque<>();
  private int waitingEvents;
  private boolean closed;
  private boolean dead;

  private sealed interface Letter {
    record Answers(Runnable send) implements Letter {}

    record Statuses(List<StatusChange> changed) implements Letter {}

    record Bids(List<ReceivedBid> bids) implements Letter {}

    record Hints(List<Hint> hints) implements Letter {}

    /// What it counts among all that listeners hold up.
    default int events() {
      return switch (this) {
        case Answers _ -> 0;
        case Statuses(List<StatusChange> changed) -> changed.size();
        case Bids(List<ReceivedBid> bids) -> bids.size();
        case Hints(List<Hint> hints) -> hints.size();
      };
    }
  }

  Outbox(
      BroadcastFeed<StatusChange> feed,
      BroadcastFeed<ReceivedBid> bids,
      BroadcastFeed<Hint> hints) {
    this.feed = feed;
    this.bids = bids;
    this.hints = hints;
  }

  /// Has something sent to submitters.
  void answer(Runnable send) {
    if (!add(new Letter.Answers(send))) {
      send.run();
    }
  }

  void publish(List<StatusChange> changed) {
    publish(changed, feed, Letter.Statuses::new);
  }

  void publishBids(List<ReceivedBid> listed) {
    publish(listed, bids, Letter.Bids::new);
  }

  void publishHints(List<Hint> told) {
    publish(told, hints, Letter.Hints::new);
  }

  private <T> void publish(List<T> events, BroadcastFeed<T> to, Function<List<T>, Letter> letter) {
    if (!events.isEmpty() && to.hasReaders() && !add(letter.apply(events))) {
      MempoolLog.readersDropped(to.readerCount());
      to.dropAll();
    }
  }

  /// Sends until closed and empty. If it breaks, all that waits is answered first.
  void run() {
    try {
      for (Letter letter = next(); letter != null; letter = next()) {
        switch (letter) {
          case Letter.Answers(Runnable send) -> send.run();
          case Letter.Statuses(List<StatusChange> changed) -> changed.forEach(feed::publish);
          case Letter.Bids(List<ReceivedBid> listed) -> listed.forEach(bids::publish);
          case Letter.Hints(List<Hint> told) -> told.forEach(hints::publish);
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
    bids.dropAll();
    hints.dropAll();
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

  /// @return false if it will not be sent: too many events wait, or the thread is dead
  private boolean add(Letter letter) {
    lock.lock();
    try {
      if (dead || waitingEvents + letter.events() > MAX_EVENTS) {
        return false;
      }
      waitingEvents += letter.events();
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
      if (letter != null) {
        waitingEvents -= letter.events();
      }
      return letter;
    } finally {
      lock.unlock();
    }
  }
}
