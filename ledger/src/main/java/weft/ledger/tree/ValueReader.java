package weft.ledger.tree;

import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;

/// Reads the flat state, which holds the values that the tree commits to.
@FunctionalInterface
public interface ValueReader {
  /// The value of a key in the same version of the state as the tree, or null if it has none.
  @Nullable Bytes value(Bytes key);
}
