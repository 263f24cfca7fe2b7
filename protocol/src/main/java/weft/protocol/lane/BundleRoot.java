package weft.protocol.lane;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleTree;
import weft.primitives.Sha256;
import weft.protocol.transaction.Action;

/// What the entries of one bundle have in common, so that a rollup sees which other payloads its
/// own is bound to.
public final class BundleRoot {
  private BundleRoot() {}

  /// RFC 6962 root over the entries in order; a leaf is the rollup id, then SHA-256 of the data.
  public static Hash32 of(List<Action.BundleEntry> entries) {
    List<Bytes> leaves = new ArrayList<>(entries.size());
    for (Action.BundleEntry entry : entries) {
      leaves.add(
          Bytes.concat(entry.rollup().hash().bytes(), Sha256.hash(entry.payload().data()).bytes()));
    }
    return MerkleTree.root(leaves);
  }
}
