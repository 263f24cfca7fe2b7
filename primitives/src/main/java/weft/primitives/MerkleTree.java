package weft.primitives;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The Merkle tree of RFC 6962 and RFC 9162 with SHA-256.
///
/// A leaf hashes to `SHA-256(0x00 ‖ leaf)`, a node to `SHA-256(0x01 ‖ left ‖ right)`, an empty tree
/// to `SHA-256("")`. The RFC splits top-down at the largest power of two; pairing bottom-up and
/// lifting a lone last node unchanged builds the same tree level by level, without recursion.
public final class MerkleTree {
  private static final byte LEAF_PREFIX = 0x00;
  private static final byte NODE_PREFIX = 0x01;

  private MerkleTree() {}

  /// The hash of one leaf.
  public static Hash32 leafHash(Bytes leaf) {
    MessageDigest digest = Sha256.digest();
    digest.update(LEAF_PREFIX);
    leaf.feed(digest::update);
    return Hash32.wrap(digest.digest());
  }

  /// The hash of an inner node.
  public static Hash32 nodeHash(Hash32 left, Hash32 right) {
    return nodeHash(Sha256.digest(), left, right);
  }

  /// The root over leaves in order.
  public static Hash32 root(List<Bytes> leaves) {
    MessageDigest digest = Sha256.digest();
    byte[] level = new byte[Math.multiplyExact(leaves.size(), Hash32.SIZE)];
    int at = 0;
    for (Bytes leaf : leaves) {
      digest.update(LEAF_PREFIX);
      leaf.feed(digest::update);
      finish(digest, level, at);
      at += Hash32.SIZE;
    }
    return fold(digest, level, leaves.size());
  }

  /// The root over leaves that are hashed already, as by [#leafHash].
  public static Hash32 rootOfLeafHashes(List<Hash32> leafHashes) {
    return fold(Sha256.digest(), flatten(leafHashes), leafHashes.size());
  }

  /// The proof that the leaf at an index belongs to the tree.
  ///
  /// @throws IndexOutOfBoundsException if there is no such leaf
  public static MerkleProof prove(List<Hash32> leafHashes, int index) {
    int size = leafHashes.size();
    Objects.checkIndex(index, size);
    MessageDigest digest = Sha256.digest();
    byte[] level = flatten(leafHashes);
    List<Hash32> path = new ArrayList<>(MerkleProof.pathLength(index, size));
    int at = index;
    for (int count = size; count > 1; count = parents(count)) {
      int sibling = at ^ 1;
      if (sibling < count) {
        path.add(hashAt(level, sibling));
      }
      foldLevel(digest, level, count);
      at >>>= 1;
    }
    return new MerkleProof(index, size, path);
  }

  /// The proofs of all leaves in order. Hashes the tree once; proofs share their hashes.
  public static List<MerkleProof> proveAll(List<Hash32> leafHashes) {
    int size = leafHashes.size();
    List<Hash32[]> levels = levels(leafHashes);
    List<MerkleProof> proofs = new ArrayList<>(size);
    for (int index = 0; index < size; index++) {
      proofs.add(new MerkleProof(index, size, path(levels, index)));
    }
    return List.copyOf(proofs);
  }

  static Hash32 nodeHash(MessageDigest digest, Hash32 left, Hash32 right) {
    digest.update(NODE_PREFIX);
    digest.update(left.toArrayUnsafe());
    digest.update(right.toArrayUnsafe());
    return Hash32.wrap(digest.digest());
  }

  private static Hash32 fold(MessageDigest digest, byte[] level, int size) {
    if (size == 0) {
      return Hash32.wrap(digest.digest());
    }
    for (int count = size; count > 1; count = parents(count)) {
      foldLevel(digest, level, count);
    }
    return hashAt(level, 0);
  }

  /// Overwrites a level with its parents: a parent lies left of the children it is made from.
  private static void foldLevel(MessageDigest digest, byte[] level, int count) {
    for (int pair = 0; pair < count / 2; pair++) {
      digest.update(NODE_PREFIX);
      digest.update(level, 2 * pair * Hash32.SIZE, 2 * Hash32.SIZE);
      finish(digest, level, pair * Hash32.SIZE);
    }
    if (count % 2 == 1) {
      int last = (count - 1) * Hash32.SIZE;
      System.arraycopy(level, last, level, count / 2 * Hash32.SIZE, Hash32.SIZE);
    }
  }

  private static List<Hash32[]> levels(List<Hash32> leafHashes) {
    MessageDigest digest = Sha256.digest();
    List<Hash32[]> levels = new ArrayList<>();
    Hash32[] level = leafHashes.toArray(Hash32[]::new);
    while (level.length > 1) {
      levels.add(level);
      Hash32[] above = new Hash32[parents(level.length)];
      for (int pair = 0; pair < level.length / 2; pair++) {
        above[pair] = nodeHash(digest, level[2 * pair], level[2 * pair + 1]);
      }
      if (level.length % 2 == 1) {
        above[above.length - 1] = level[level.length - 1];
      }
      level = above;
    }
    return levels;
  }

  private static List<Hash32> path(List<Hash32[]> levels, int index) {
    Hash32[] path = new Hash32[levels.size()];
    int length = 0;
    int at = index;
    for (Hash32[] level : levels) {
      int sibling = at ^ 1;
      if (sibling < level.length) {
        path[length++] = level[sibling];
      }
      at >>>= 1;
    }
    return List.of(length == path.length ? path : Arrays.copyOf(path, length));
  }

  private static int parents(int count) {
    return count / 2 + count % 2;
  }

  private static byte[] flatten(List<Hash32> hashes) {
    byte[] flat = new byte[Math.multiplyExact(hashes.size(), Hash32.SIZE)];
    int at = 0;
    for (Hash32 hash : hashes) {
      hash.copyTo(flat, at);
      at += Hash32.SIZE;
    }
    return flat;
  }

  private static Hash32 hashAt(byte[] level, int index) {
    int from = index * Hash32.SIZE;
    return Hash32.wrap(Arrays.copyOfRange(level, from, from + Hash32.SIZE));
  }

  private static void finish(MessageDigest digest, byte[] out, int at) {
    try {
      digest.digest(out, at, Hash32.SIZE);
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-256 digest must fit 32 bytes", e);
    }
  }
}
