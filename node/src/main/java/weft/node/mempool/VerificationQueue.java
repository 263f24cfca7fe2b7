package weft.node.mempool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Transactions that wait for a verifier thread: those of the node's own clients, and those of its
/// peers, each with places of their own, see [VerificationClass]. Where both wait, they take turns,
/// so neither crowds out the other.
final class VerificationQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final VerificationClass own;
  private final VerificationClass peers;
  private boolean peersTurn;
  private boolean closed;

  /// @param places for what waits of the node's clients, and as many for what waits of peers
  VerificationQueue(Places places) {
    this.own = new VerificationClass(places);
    this.peers = new VerificationClass(places);
  }

  /// Adds a transaction.
  ///
  /// @return those that have to go now: for it, or because they waited too long; the transaction
  ///   itself if it finds no place
  List<Displaced> add(Incoming incoming, long nowMs) {
    List<Displaced> displaced = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        return List.of(new Displaced(incoming, Optional.empty()));
      }
      classOf(incoming).add(incoming, nowMs, displaced);
      signal();
    } finally {
      lock.unlock();
    }
    return displaced;
  }

  /// The next one; waits for one. [#done] has to follow. Null once the queue is closed.
  @Nullable Incoming take() {
    lock.lock();
    try {
      while (!closed) {
        @Nullable Incoming next = next();
        if (next != null) {
          return next;
        }
        filled.awaitUninterruptibly();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /// One that was taken is dealt with: the next of its channel may be taken.
  ///
  /// @param genuine whether its signature was its account's
  /// @return those that have to go now: because they waited too long, or because their account is
  ///   suspect now and has fewer places
  List<Displaced> done(Incoming taken, boolean genuine, long nowMs) {
    List<Displaced> displaced = new ArrayList<>();
    lock.lock();
    try {
      classOf(taken).done(taken, genuine, nowMs, displaced);
      signal();
    } finally {
      lock.unlock();
    }
    return displaced;
  }

  /// What has waited for too long, which leaves.
  List<Displaced> overdue(long nowMs) {
    List<Displaced> displaced = new ArrayList<>();
    lock.lock();
    try {
      own.removeOverdue(nowMs, displaced);
      peers.removeOverdue(nowMs, displaced);
    } finally {
      lock.unlock();
    }
    return displaced;
  }

  /// How many transactions of a channel wait or are being verified, of the node's own clients or of
  /// its peers.
  int underWay(ChannelId channel, boolean ofOwnClients) {
    lock.lock();
    try {
      return (ofOwnClients ? own : peers).underWay(channel);
    } finally {
      lock.unlock();
    }
  }

  /// Ends [#take] and hands back what still waits.
  List<Incoming> close() {
    lock.lock();
    try {
      closed = true;
      List<Incoming> left = new ArrayList<>(own.drain());
      left.addAll(peers.drain());
      filled.signalAll();
      return left;
    } finally {
      lock.unlock();
    }
  }

  private VerificationClass classOf(Incoming incoming) {
    return incoming.newcomer().own() ? own : peers;
  }

  private @Nullable Incoming next() {
    @Nullable Incoming next = (peersTurn ? peers : own).next();
    if (next == null) {
      next = (peersTurn ? own : peers).next();
    }
    if (next != null) {
      peersTurn = next.newcomer().own();
    }
    return next;
  }

  private void signal() {
    if (own.hasNext() || peers.hasNext()) {
      filled.signal();
    }
  }
}
