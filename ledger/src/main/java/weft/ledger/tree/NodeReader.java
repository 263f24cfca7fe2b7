package weft.ledger.tree;

import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;

/// Reads tree pages, from a store, a cache, or an update that is not committed yet.
@FunctionalInterface
public interface NodeReader {
  /// A reader of the empty tree.
  NodeReader EMPTY = node -> null;

  /// The page stored under a node key, or null if there is none. Node keys and pages are opaque to
  /// the store; the order of node keys is the order of a walk through the tree.
  @Nullable Bytes node(Bytes node);
}
