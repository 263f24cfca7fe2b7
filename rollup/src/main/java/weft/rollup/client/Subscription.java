package weft.rollup.client;

/// A stream from a node that its reader pulls; what is not pulled waits at the node. For one reader
/// thread; [#close] may come from any.
public interface Subscription<T> extends AutoCloseable {

  /// The next item, or nothing after the wait, or the end (again and again).
  ///
  /// @throws MalformedAnswerException if the item cannot be read
  Incoming<T> next(long waitMs) throws InterruptedException;

  @Override
  void close();
}
