package weft.protocol.receipt;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.MerkleTree;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.primitives.Signature;

/// Signs the receipts of one batch with one signature.
public final class ReceiptSigner {
  private static final Bytes DOMAIN = Bytes.utf8("weft/receipts/v1");

  private ReceiptSigner() {}

  /// The receipts of the leaves, in order. A batch may be empty.
  public static List<Receipt> sign(PrivateKey node, List<ReceiptLeaf> leaves) {
    if (leaves.isEmpty()) {
      return List.of();
    }
    List<Hash32> hashes = leaves.stream().map(leaf -> MerkleTree.leafHash(leaf.encode())).toList();
    List<MerkleProof> proofs = MerkleTree.proveAll(hashes);
    Signature signature = node.sign(digest(proofs.getFirst().rootFor(hashes.getFirst())));
    List<Receipt> receipts = new ArrayList<>(leaves.size());
    for (int i = 0; i < leaves.size(); i++) {
      ReceiptLeaf leaf = leaves.get(i);
      receipts.add(
          new Receipt(
              leaf.transactionHash(),
              leaf.receivedTimeMs(),
              leaf.lastHeight(),
              node.address(),
              proofs.get(i),
              signature));
    }
    return List.copyOf(receipts);
  }

  /// What a node signs for a batch: SHA-256 of the domain text and the root of the batch's tree.
  static Hash32 digest(Hash32 root) {
    return Sha256.hash(DOMAIN, root.bytes());
  }
}
