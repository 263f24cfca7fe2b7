package weft.storage;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Keeps native memory alive while somebody uses it: calls pass the open gate side by side, and
/// closing waits for them and lets no further call in. Without it, a read after close would crash
/// the JVM.
final class Gate {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /// To be matched by one [#leave] of the same thread.
  ///
  /// @throws StoreException if the gate is closed
  void enter() {
    lock.readLock().lock();
    if (closed) {
      lock.readLock().unlock();
      throw new StoreException("The store is closed.", StoreAdvice.CLOSED);
    }
  }

  void leave() {
    lock.readLock().unlock();
  }

  /// Runs the action once, when nobody is inside.
  void close(Runnable action) {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        action.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
