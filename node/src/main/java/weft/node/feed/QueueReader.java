package weft.node.feed;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One reader's bounded queue. Events go in until the end comes; the reader gets all of them, then
/// the end, again and again.
final class QueueReader<T> implements Feed.Reader<T> {
  private final Predicate<? super T> filter;
  private final int capacity;
  private final Consumer<QueueReader<T>> onEnd;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<T> queue = new ArrayDeque<>();
  private Feed.@Nullable Next<T> end;

  QueueReader(Predicate<? super T> filter, int capacity, Consumer<QueueReader<T>> onEnd) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, got " + capacity);
    }
    this.filter = filter;
    this.capacity = capacity;
    this.onEnd = onEnd;
  }

  void offer(T event) {
    if (!filter.test(event)) {
      return;
    }
    boolean full;
    lock.lock();
    try {
      if (end != null) {
        return;
      }
      full = queue.size() >= capacity;
      if (!full) {
        queue.add(event);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    if (full) {
      end(new Feed.Next.Dropped<>());
    }
  }

  /// Sets how this reader ends, unless it has ended already, and forgets it.
  void end(Feed.Next<T> how) {
    lock.lock();
    try {
      if (end == null) {
        end = how;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    onEnd.accept(this);
  }

  /// Ends a reader that was never added to the feed.
  void refuse() {
    lock.lock();
    try {
      end = new Feed.Next.Dropped<>();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Feed.Next<T> next(long waitMs) throws InterruptedException {
    long leftNs = TimeUnit.MILLISECONDS.toNanos(waitMs);
    lock.lockInterruptibly();
    try {
      while (queue.isEmpty() && end == null && leftNs > 0) {
        leftNs = changed.awaitNanos(leftNs);
      }
      T event = queue.poll();
      if (event != null) {
        return new Feed.Next.Event<>(event);
      }
      return end != null ? end : new Feed.Next.Nothing<>();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      queue.clear();
    } finally {
      lock.unlock();
    }
    end(new Feed.Next.Closed<>());
  }
}
