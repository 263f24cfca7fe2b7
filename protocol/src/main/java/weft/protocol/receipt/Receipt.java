package weft.protocol.receipt;

import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.MerkleTree;
import weft.primitives.Signature;

/// A node's signed "I took this transaction at this time, and it is valid up to that height".
///
/// Receipts that were journalled together share one signature, over the root of a tree whose leaves
/// are the encoded receipts; the proof is the receipt's path in it.
///
/// @param node the address of the key that signed
public record Receipt(
    Hash32 transactionHash,
    long receivedTimeMs,
    long lastHeight,
    Address node,
    MerkleProof proof,
    Signature signature) {
  /// What the node says, without its proof.
  public ReceiptLeaf leaf() {
    return new ReceiptLeaf(transactionHash, receivedTimeMs, lastHeight);
  }

  /// The root that the signature is over, if this receipt is true: the same for all receipts that
  /// were journalled together, so one verification does for all of them.
  public Hash32 batchRoot() {
    return proof.rootFor(MerkleTree.leafHash(leaf().encode()));
  }

  /// Whether the node that this receipt names signed it. Whether to believe that node is up to the
  /// caller. Costs one signature recovery.
  public boolean verify() {
    return signature.recover(ReceiptSigner.digest(batchRoot())).equals(Optional.of(node));
  }
}
