package weft.ledger.state;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;

/// A read-only view of a key-value state that does not change while it is held.
public interface KeyValueView extends KeyReader {

  /// The value of a key, or null.
  @Override
  @Nullable Bytes get(Bytes key);

  /// Up to `limit` entries whose keys start with `prefix` and are greater than `after`, ascending.
  /// For questions only: executing a block never scans.
  List<Entry> scan(Bytes prefix, Bytes after, int limit);

  record Entry(Bytes key, Bytes value) {}
}
