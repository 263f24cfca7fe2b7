package weft.node.mempool;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// Offers of peers that nobody has looked into yet. Who brings one never waits.
final class PeerInbox {
  private final Places places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final ArrayDeque<Offered> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  PeerInbox(Places places) {
    this.places = places;
  }

  record Offered(Hash32 hash, Bytes envelope) {}

  /// @return false if there is no place
  boolean add(Offered offered) {
    int size = offered.envelope().size();
    lock.lock();
    try {
      if (closed || !places.hold(waiting.size() + 1, bytes + size)) {
        return false;
      }
      waiting.add(offered);
      bytes += size;
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// The next one; waits for one. Null once the inbox is closed.
  @Nullable Offered take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        filled.awaitUninterruptibly();
      }
      if (closed) {
        return null;
      }
      Offered next = waiting.remove();
      bytes -= next.envelope().size();
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// Takes nothing more and forgets what waits: peers offer it again.
  void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
