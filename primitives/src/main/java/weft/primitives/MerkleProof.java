package weft.primitives;

import java.security.MessageDigest;
import java.util.List;

/// An inclusion proof of RFC 6962 (section 2.1.1) and RFC 9162 (section 2.1.3).
///
/// The path has exactly the length that index and size ask for, so one leaf of one tree has one
/// valid proof. The size must come from the same trusted place as the root.
///
/// @param index the place of the leaf, from 0
/// @param size the number of leaves in the tree
/// @param path the sibling hashes, from the leaf to the root
public record MerkleProof(long index, long size, List<Hash32> path) {
  /// The longest path there can be.
  public static final int MAX_PATH_LENGTH = 64;

  /// Checks that the path fits index and size.
  ///
  /// @throws IllegalArgumentException if the index is outside the tree or the path has another
  ///   length than index and size ask for
  public MerkleProof {
    int expected = pathLength(index, size);
    if (path.size() != expected) {
      throw new IllegalArgumentException(
          "leaf " + index + " of " + size + " has a path of " + expected + ", got " + path.size());
    }
    path = List.copyOf(path);
  }

  /// The number of siblings between a leaf and the root.
  ///
  /// @throws IllegalArgumentException unless `0 <= index < size`
  public static int pathLength(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
    }
    int length = 0;
    long at = index;
    for (long last = size - 1; last > 0; last >>>= 1) {
      if (hasSibling(at, last)) {
        length++;
      }
      at >>>= 1;
    }
    return length;
  }

  /// Whether the leaf is at the index of the tree with this root.
  public boolean verifies(Hash32 root, Bytes leaf) {
    return verifiesLeafHash(root, MerkleTree.leafHash(leaf));
  }

  /// Whether the leaf with this hash is at the index of the tree with this root.
  public boolean verifiesLeafHash(Hash32 root, Hash32 leafHash) {
    return rootFor(leafHash).equals(root);
  }

  /// The root of the tree in which this proof would hold for the leaf hash.
  public Hash32 rootFor(Hash32 leafHash) {
    MessageDigest digest = Sha256.digest();
    Hash32 node = leafHash;
    int next = 0;
    long at = index;
    for (long last = size - 1; last > 0; last >>>= 1) {
      if (hasSibling(at, last)) {
        Hash32 sibling = path.get(next++);
        boolean right = (at & 1) == 1;
        node =
            right
                ? MerkleTree.nodeHash(digest, sibling, node)
                : MerkleTree.nodeHash(digest, node, sibling);
      }
      at >>>= 1;
    }
    return node;
  }

  /// Only a last node on the left side of its pair stands alone.
  private static boolean hasSibling(long at, long last) {
    return (at & 1) == 1 || at < last;
  }
}
