package weft.ledger.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// Builds a whole tree from the flat state, for genesis and snapshots. Pages go straight to a sink;
/// what is held in memory is about 250 bytes a key. The result is the tree that the same keys reach
/// through updates.
public final class TreeBuilder {
  private final TreeHasher hasher = new TreeHasher();
  private final List<LeafChange> leaves = new ArrayList<>();
  private @Nullable Bytes last;

  /// Adds a key; keys come in ascending order, as the flat state iterates.
  ///
  /// @throws IllegalArgumentException if the key is not greater than the last one, or a key or
  ///   value is empty or too long
  public void add(Bytes key, Bytes value) {
    if (last != null && last.compareTo(key) >= 0) {
      throw new IllegalArgumentException("key " + key + " does not come after " + last);
    }
    leaves.add(LeafChange.of(hasher, key, value));
    last = key;
  }

  /// Writes every page of the tree of the keys added, and returns its root. The sink is never asked
  /// to delete.
  public Hash32 build(NodeSink sink) {
    Collections.sort(leaves);
    return new TreeWriter(NodeReader.EMPTY, sink, hasher, leaves).write(StateTree.EMPTY_ROOT);
  }
}
