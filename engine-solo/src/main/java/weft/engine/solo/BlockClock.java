package weft.engine.solo;

/// Time, and waiting for it, as an argument: a test moves it by hand.
public interface BlockClock {

  /// Unix time in milliseconds, for block times. May jump, in either direction.
  long wallMs();

  /// Milliseconds since an arbitrary instant, for intervals. Never goes back.
  long monotonicMs();

  /// Waits until the monotonic time is reached or [#wake] is called, whichever is first. A `wake`
  /// since the last wait ends this one at once. May also return for no reason.
  void await(long monotonicMs) throws InterruptedException;

  /// Ends the wait under way or else the next one. Cheap; may be called from any thread.
  void wake();
}
