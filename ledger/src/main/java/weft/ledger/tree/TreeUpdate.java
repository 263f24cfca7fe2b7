package weft.ledger.tree;

import java.util.Collections;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// What a batch of changes does to the tree: the new root, and the pages to write.
///
/// Nothing is stored by making one. The caller commits `writes` together with the flat state, or
/// drops the update.
///
/// @param root the root after the batch; [StateTree#EMPTY_ROOT] if no key is left
/// @param writes node key to page; null deletes the page
public record TreeUpdate(Hash32 root, NavigableMap<Bytes, @Nullable Bytes> writes) {
  public TreeUpdate {
    writes = Collections.unmodifiableNavigableMap(writes);
  }

  /// A reader that shows this update on top of the tree it was computed from, so that the next
  /// update can be computed before this one is committed.
  public NodeReader over(NodeReader base) {
    return node -> {
      Bytes page = writes.get(node);
      return page != null || writes.containsKey(node) ? page : base.node(node);
    };
  }
}
