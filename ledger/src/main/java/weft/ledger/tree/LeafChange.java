package weft.ledger.tree;

import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// One key of a batch, ready for the tree. Ordered by path, as the tree is.
///
/// @param leaf the new leaf hash; null removes the key
record LeafChange(Hash32 path, Bytes key, @Nullable Hash32 leaf) implements Comparable<LeafChange> {

  static LeafChange of(TreeHasher hasher, Bytes key, @Nullable Bytes value) {
    StateTree.checkKey(key);
    Hash32 path = hasher.path(key);
    if (value == null) {
      return new LeafChange(path, key, null);
    }
    StateTree.checkValue(value);
    return new LeafChange(path, key, hasher.leaf(path, value));
  }

  @Override
  public int compareTo(LeafChange other) {
    return path.compareTo(other.path);
  }
}
