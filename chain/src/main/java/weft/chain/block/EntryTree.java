package weft.chain.block;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.MerkleTree;

/// The tree over a block's entries, hashed once: its root, and the preamble's path in it.
///
/// @param dataHash RFC 6962 root over the entries' SHA-256 hashes
record EntryTree(Hash32 dataHash, MerkleProof preambleProof) {

  /// @param entryHashes SHA-256 of each entry, the preamble's first
  static EntryTree of(List<Hash32> entryHashes) {
    List<Hash32> leaves = new ArrayList<>(entryHashes.size());
    for (Hash32 hash : entryHashes) {
      leaves.add(MerkleTree.leafHash(hash.bytes()));
    }
    MerkleProof proof = MerkleTree.prove(leaves, 0);
    return new EntryTree(proof.rootFor(leaves.getFirst()), proof);
  }
}
