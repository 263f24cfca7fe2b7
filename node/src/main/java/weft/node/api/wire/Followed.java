package weft.node.api.wire;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import weft.node.api.stream.StreamSource;
import weft.node.api.stream.StreamSource.Step;

/// A stream in wire form.
///
/// @param kind a name for metrics and for events
/// @param toWire how one item is written
/// @param cursor where a reader resumes after an item: its height, if the stream has cursors
public record Followed<T, W extends Message>(
    String kind, StreamSource<T> source, Function<T, W> toWire, Function<T, OptionalLong> cursor)
    implements AutoCloseable {

  public Step<T> next(long waitMs) throws InterruptedException {
    return source.next(waitMs);
  }

  public W wire(T item) {
    return toWire.apply(item);
  }

  /// What items take in wire form.
  public long bytes(List<T> items) {
    return items.stream().mapToLong(item -> wire(item).getSerializedSize()).sum();
  }

  /// The cursor as text, for an event's id.
  public Optional<String> id(T item) {
    OptionalLong at = cursor.apply(item);
    return at.isPresent() ? Optional.of(Long.toString(at.getAsLong())) : Optional.empty();
  }

  @Override
  public void close() {
    source.close();
  }
}
