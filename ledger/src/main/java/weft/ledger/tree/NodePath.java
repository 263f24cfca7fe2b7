package weft.ledger.tree;

import java.util.Arrays;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// The slots taken on the way from the root to a page; its first `depth` entries, one byte each,
/// are the node key of the page at that depth.
final class NodePath {
  /// Pages on the longest path: 256 bits, four a page.
  static final int MAX_DEPTH = 64;

  private final byte[] slots = new byte[MAX_DEPTH];

  /// The slot that a path takes in the page at a depth.
  static int slot(Hash32 path, int depth) {
    int two = path.toArrayUnsafe()[depth >>> 1];
    return (depth & 1) == 0 ? (two >>> 4) & 0xf : two & 0xf;
  }

  void set(int depth, int slot) {
    slots[depth] = (byte) slot;
  }

  Bytes node(int depth) {
    return depth == 0 ? Bytes.EMPTY : Bytes.wrap(Arrays.copyOf(slots, depth));
  }

  /// Reads the page at a depth of this path.
  ///
  /// @throws IllegalStateException if it is missing
  Page read(NodeReader nodes, int depth) {
    Bytes node = node(depth);
    Bytes page = nodes.node(node);
    if (page == null) {
      throw new IllegalStateException("tree page " + node + " is missing: restore from a snapshot");
    }
    return Page.decode(page);
  }
}
