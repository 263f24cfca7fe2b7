package weft.node.api.stream;

import java.util.List;
import weft.protocol.refusal.Refusal;

/// What a public stream sends, as far as it has come. Used by one thread.
public interface StreamSource<T> extends AutoCloseable {

  /// The next items in order, or nothing after a wait, or the end.
  Step<T> next(long waitMs) throws InterruptedException;

  @Override
  void close();

  sealed interface Step<T> {
    /// At least one item.
    record Items<T>(List<T> items) implements Step<T> {
      public Items {
        items = List.copyOf(items);
      }
    }

    record Nothing<T>() implements Step<T> {}

    /// There is nothing more to come.
    record Done<T>() implements Step<T> {}

    /// The stream cannot go on; the refusal says how to resume.
    record Broken<T>(Refusal refusal) implements Step<T> {}
  }
}
