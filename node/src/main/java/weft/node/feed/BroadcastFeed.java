package weft.node.feed;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// A feed whose publisher hands each event to the queue of every reader that wants it, and never
/// waits for any of them.
///
/// A reader whose queue is full when an event comes is cut off: it still gets what waits in its
/// queue, without a gap, and then [Feed.Next.Dropped]. Closing the feed ends readers the same way
/// with [Feed.Next.Closed]. Events that one thread publishes reach every reader in that order;
/// threads that publish at the same time must agree on an order themselves.
///
/// @param <T> an immutable event
public final class BroadcastFeed<T> implements Feed<T>, AutoCloseable {
  private final int maxReaders;
  private final List<QueueReader<T>> readers = new CopyOnWriteArrayList<>();
  private final AtomicInteger openReaders = new AtomicInteger();
  private volatile boolean closed;

  /// @param maxReaders most readers that may be open at once
  public BroadcastFeed(int maxReaders) {
    if (maxReaders < 1) {
      throw new IllegalArgumentException("maxReaders must be at least 1, got " + maxReaders);
    }
    this.maxReaders = maxReaders;
  }

  /// Hands an event to the readers. Never waits; takes time in proportion to the open readers.
  public void publish(T event) {
    for (QueueReader<T> reader : readers) {
      reader.offer(event);
    }
  }

  /// Opens a reader. One more than the limit starts out as dropped, and one on a closed feed as
  /// closed, so that a caller meets both where it meets them anyway.
  @Override
  public Reader<T> open(Predicate<? super T> filter, int capacity) {
    QueueReader<T> reader = new QueueReader<>(filter, capacity, this::remove);
    if (openReaders.incrementAndGet() > maxReaders) {
      openReaders.decrementAndGet();
      reader.refuse();
      return reader;
    }
    readers.add(reader);
    if (closed) {
      reader.end(new Next.Closed<>());
    }
    return reader;
  }

  /// Cuts off every reader, as if each had been too slow. For a publisher that had to skip events.
  public void dropAll() {
    for (QueueReader<T> reader : readers) {
      reader.end(new Next.Dropped<>());
    }
  }

  /// Whether anybody reads, so that a publisher can save itself the work of making events.
  public boolean hasReaders() {
    return !readers.isEmpty();
  }

  public int readerCount() {
    return readers.size();
  }

  /// Tells every reader that the end has come, after what it has not read yet.
  @Override
  public void close() {
    closed = true;
    for (QueueReader<T> reader : readers) {
      reader.end(new Next.Closed<>());
    }
  }

  private void remove(QueueReader<T> reader) {
    if (readers.remove(reader)) {
      openReaders.decrementAndGet();
    }
  }
}
