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
      throw closed();
    }
  }

  private static StoreException closed() {
    return new StoreException("The store is closed.", StoreAdvice.CLOSED);
  }

  void leave() {
    lock.readLock().unlock();
  }

  /// Runs an action while nobody is inside; it may enter itself.
  ///
  /// @throws StoreException if the gate is closed
  void alone(Runnable action) {
    lock.writeLock().lock();
    try {
      if (closed) {
        throw closed();
      }
      action.run();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Runs an action unless the gate is closed.
  void ifOpen(Runnable action) {
    lock.readLock().lock();
    try {
      if (!closed) {
        action.run();
      }
    } finally {
      lock.readLock().unlock();
    }
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
