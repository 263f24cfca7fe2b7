package weft.ledger.tree;

import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;

/// Takes the tree pages that a change writes. Each node key comes at most once per change.
@FunctionalInterface
public interface NodeSink {
  /// Stores `page` under `node`, replacing what was there; null deletes it.
  void write(Bytes node, @Nullable Bytes page);
}
