package weft.rollup.client;

import java.util.Optional;
import weft.protocol.refusal.Refusal;

/// What a stream brings next.
public sealed interface Incoming<T> {

  record Item<T>(T value) implements Incoming<T> {}

  /// Nothing came within the wait.
  record Nothing<T>() implements Incoming<T> {}

  /// The stream is over; open another from the cursor.
  ///
  /// @param refusal why the node ended it, where it said so
  record Ended<T>(String reason, Optional<Refusal> refusal) implements Incoming<T> {}
}
