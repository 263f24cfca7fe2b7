package weft.node.feed;

import java.util.function.Predicate;

/// A live stream to any number of readers. The publisher never waits: each reader has a bounded
/// queue, and one that does not keep up is dropped and told so.
public interface Feed<T> {

  /// Opens a reader that gets everything published from now on that the filter accepts.
  ///
  /// @param capacity most events that may wait for this reader
  Reader<T> open(Predicate<? super T> filter, int capacity);

  interface Reader<T> extends AutoCloseable {

    /// The next event, or nothing after a wait, or the end.
    Next<T> next(long waitMs) throws InterruptedException;

    @Override
    void close();
  }

  sealed interface Next<T> {
    record Event<T>(T value) implements Next<T> {}

    record Nothing<T>() implements Next<T> {}

    /// The reader was too slow and missed events.
    record Dropped<T>() implements Next<T> {}

    /// The node is stopping.
    record Closed<T>() implements Next<T> {}
  }
}
