package weft.ledger.state;

import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;

/// Reads single values of a key-value state: a committed one, or one that a block is changing.
@FunctionalInterface
public interface KeyReader {

  /// The value of a key, or null.
  @Nullable Bytes get(Bytes key);
}
