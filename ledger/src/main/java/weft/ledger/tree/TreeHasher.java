package weft.ledger.tree;

import java.security.DigestException;
import java.security.MessageDigest;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;

/// The three hashes of the tree, on one reused digest. Not for use by two threads at once.
final class TreeHasher {
  private static final byte LEAF = 0;
  private static final byte INNER = 1;

  private final MessageDigest digest = Sha256.digest();

  /// The path of a key: `SHA256(key)`.
  Hash32 path(Bytes key) {
    key.feed(digest::update);
    return Hash32.wrap(digest.digest());
  }

  /// The hash of a leaf.
  Hash32 leaf(Hash32 path, Bytes value) {
    value.feed(digest::update);
    byte[] valueHash = digest.digest();
    digest.update(LEAF);
    digest.update(path.toArrayUnsafe());
    digest.update(valueHash);
    return Hash32.wrap(digest.digest());
  }

  /// Hashes the two children that stand side by side at `from` and puts the result at `to`.
  void inner(byte[] nodes, int from, int to) {
    digest.update(INNER);
    digest.update(nodes, from, 2 * Hash32.SIZE);
    try {
      digest.digest(nodes, to, Hash32.SIZE);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 must give 32 bytes", e);
    }
  }
}
