package weft.rollup.client;

import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import weft.primitives.Hash32;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Transaction;

/// Which sequences of a channel are in flight, which are holes, and which comes next.
///
/// Its lock is held for a moment only, never while the node is asked: an event is booked when it
/// comes, whatever is being sent. The channel gives out one sequence at a time; only there may a
/// hole at the end be given back, because a later sequence may be on its way.
final class SequenceBook {
  private final WalletListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final NavigableMap<Long, Sent> inFlight = new TreeMap<>();
  private final NavigableSet<Long> holes = new TreeSet<>();
  private long next;

  /// The transaction that waits for the node's answer, and its final status where that is faster.
  private @Nullable Hash32 unanswered;

  private @Nullable TransactionStatus early;

  SequenceBook(WalletListener listener) {
    this.listener = listener;
  }

  /// The sequence to give out: the lowest hole, or the next one.
  long lowestFree() {
    lock.lock();
    try {
      return holes.isEmpty() ? next : holes.first();
    } finally {
      lock.unlock();
    }
  }

  long next() {
    lock.lock();
    try {
      return next;
    } finally {
      lock.unlock();
    }
  }

  int inFlight() {
    lock.lock();
    try {
      return inFlight.size();
    } finally {
      lock.unlock();
    }
  }

  List<Sent> allInFlight() {
    lock.lock();
    try {
      return List.copyOf(inFlight.values());
    } finally {
      lock.unlock();
    }
  }

  boolean isInFlight(long sequence) {
    lock.lock();
    try {
      return inFlight.containsKey(sequence);
    } finally {
      lock.unlock();
    }
  }

  boolean hasHoles() {
    lock.lock();
    try {
      return !holes.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  boolean isHole(long sequence) {
    lock.lock();
    try {
      return holes.contains(sequence);
    } finally {
      lock.unlock();
    }
  }

  void addHole(long sequence) {
    lock.lock();
    try {
      holes.add(sequence);
    } finally {
      lock.unlock();
    }
  }

  /// Gives dropped sequences that nothing waits behind back, and answers the lowest of the others.
  OptionalLong holeWithin() {
    lock.lock();
    try {
      trimEnd();
      return holes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(holes.first());
    } finally {
      lock.unlock();
    }
  }

  /// A transaction goes to the node.
  void submitting(Transaction transaction) {
    lock.lock();
    try {
      unanswered = transaction.hash();
      early = null;
    } finally {
      lock.unlock();
    }
  }

  /// The node has the transaction, or may have it.
  void take(Sent sent) {
    TransactionStatus known;
    lock.lock();
    try {
      pass(sequence(sent));
      inFlight.put(sequence(sent), sent);
      listener.submitted(sent);
      known = early;
      unanswered = null;
      early = null;
    } finally {
      lock.unlock();
    }
    if (known != null) {
      settle(sent, known);
    }
  }

  /// Somebody else's transaction holds this sequence at the node.
  void skip(long sequence) {
    lock.lock();
    try {
      pass(sequence);
    } finally {
      lock.unlock();
    }
  }

  /// Books a status change.
  ///
  /// @return whether there are holes now
  boolean changed(TransactionStatus status) {
    if (!status.state().isFinal()) {
      return false;
    }
    Sent sent;
    lock.lock();
    try {
      sent = inFlight.get(status.nonce().sequence());
      if (sent == null || !sent.transaction().hash().equals(status.transactionHash())) {
        early = Objects.equals(unanswered, status.transactionHash()) ? status : early;
        return false;
      }
    } finally {
      lock.unlock();
    }
    settle(sent, status);
    return hasHoles();
  }

  /// A transaction in flight has its final status. Nothing happens where that is known.
  void settle(Sent sent, TransactionStatus status) {
    lock.lock();
    try {
      if (!inFlight.remove(sequence(sent), sent)) {
        return;
      }
      switch (status.progress()) {
        case TransactionStatus.Expired _, TransactionStatus.Refused _ -> holes.add(sequence(sent));
        case TransactionStatus.Soft _,
            TransactionStatus.Replaced _,
            TransactionStatus.Received _,
            TransactionStatus.Pending _ -> {}
      }
      room.signalAll();
      listener.settled(sent, status);
    } finally {
      lock.unlock();
    }
    sent.settled().complete(status);
  }

  /// The node does not know a transaction in flight; what it signed for, it has lost.
  void unknown(Sent sent) {
    lock.lock();
    try {
      boolean isPromised = sent.outcome() instanceof Submitted.Accepted;
      if (isPromised && sent.equals(inFlight.get(sequence(sent)))) {
        listener.forgotten(sent);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will be heard of a transaction in flight.
  ///
  /// @param isOpen whether its sequence is free again
  void giveUp(Sent sent, boolean isOpen) {
    lock.lock();
    try {
      if (!inFlight.remove(sequence(sent), sent)) {
        return;
      }
      if (isOpen) {
        holes.add(sequence(sent));
      }
      room.signalAll();
    } finally {
      lock.unlock();
    }
    sent.settled().cancel(false);
  }

  /// Follows what the node has of this channel.
  void align(AccountState.ChannelSequence known) {
    lock.lock();
    try {
      next =
          inFlight.isEmpty()
              ? Math.max(known.next(), known.nextPending())
              : Math.max(next, known.next());
      holes.removeIf(sequence -> sequence < known.next() || sequence >= next);
      trimEnd();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until fewer are in flight than allowed, or the time is over.
  void awaitRoom(int maxInFlight, long waitNs) throws InterruptedException {
    long leftNs = waitNs;
    lock.lockInterruptibly();
    try {
      while (inFlight.size() >= maxInFlight && leftNs > 0) {
        leftNs = room.awaitNanos(leftNs);
      }
    } finally {
      lock.unlock();
    }
  }

  private void pass(long sequence) {
    holes.remove(sequence);
    next = Math.max(next, sequence + 1);
  }

  private void trimEnd() {
    while (next > 0 && holes.remove(next - 1)) {
      next--;
    }
  }

  private static long sequence(Sent sent) {
    return sent.transaction().body().nonce().sequence();
  }
}
