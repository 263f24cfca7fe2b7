package weft.protocol.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.MerkleProof;
import weft.primitives.MerkleTree;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.TamperedBlocks;
import weft.protocol.TransactionGen;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionSigner;

class ReceiptTest {
  private final TransactionGen gen = new TransactionGen(11);
  private final PrivateKey node = gen.key();

  @Test
  void everyReceiptOfABatchVerifiesWithTheOneSignature() {
    for (int size = 0; size <= 33; size++) {
      List<ReceiptLeaf> leaves = gen.many(size, this::leaf);
      List<Receipt> receipts = ReceiptSigner.sign(node, leaves);
      assertThat(receipts.stream().map(Receipt::leaf)).containsExactlyElementsOf(leaves);
      assertThat(receipts).allMatch(Receipt::verify);
      assertThat(receipts.stream().map(Receipt::signature).distinct().count())
          .isEqualTo(Math.min(1, size));
    }
  }

  @Test
  void leafIsVersionThenFieldsInOrder() {
    ReceiptLeaf leaf = new ReceiptLeaf(gen.hash(), 2, 3);
    assertThat(leaf.encode().toHex())
        .isEqualTo("01" + leaf.transactionHash().toHex() + "0000000000000002" + "0000000000000003");
    assertThat(leaf.encode().size()).isEqualTo(ReceiptLeaf.SIZE);
    assertThat(ReceiptLeaf.decode(leaf.encode())).isEqualTo(leaf);
  }

  @Test
  void theHashInTheLeafCoversTheLastTime() {
    PrivateKey signer = gen.key();
    TransactionBody any = gen.body(signer.address(), 7, List.of());

    Receipt without = receipt(withLastTime(any, 0), signer);
    Receipt with = receipt(withLastTime(any, 1_700_000_000_000L), signer);

    assertThat(with.lastHeight()).isEqualTo(without.lastHeight());
    assertThat(with.transactionHash()).isNotEqualTo(without.transactionHash());
  }

  private Receipt receipt(TransactionBody body, PrivateKey signer) {
    Transaction transaction = TransactionSigner.sign(body, SignatureScheme.EIP191, signer);
    ReceiptLeaf leaf = new ReceiptLeaf(transaction.hash(), 1, body.lastHeight());
    return ReceiptSigner.sign(node, List.of(leaf)).getFirst();
  }

  private static TransactionBody withLastTime(TransactionBody body, long lastTimeMs) {
    return new TransactionBody(
        body.chainId(),
        body.account(),
        body.nonce(),
        body.lastHeight(),
        lastTimeMs,
        body.feeAsset(),
        body.maxFee(),
        body.tip(),
        body.sponsor(),
        body.actions());
  }

  @Test
  void otherLeavesAreRefused() {
    Bytes leaf = new ReceiptLeaf(gen.hash(), 2, 3).encode();
    byte[] otherVersion = leaf.toArray();
    otherVersion[0] = 2;
    for (Bytes bad :
        List.of(
            Bytes.EMPTY, leaf.slice(0, 48), Bytes.concat(leaf, leaf), Bytes.wrap(otherVersion))) {
      assertThatThrownBy(() -> ReceiptLeaf.decode(bad)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void signatureIsOverDomainAndRoot() {
    Receipt only = ReceiptSigner.sign(node, List.of(leaf())).getFirst();
    Hash32 root = MerkleTree.leafHash(only.leaf().encode());
    Hash32 digest = Sha256.hash(Bytes.utf8("weft/receipts/v1"), root.bytes());
    assertThat(only.signature()).isEqualTo(node.sign(digest));
  }

  @Test
  void everyTamperedFieldIsRefused() {
    List<Receipt> receipts = ReceiptSigner.sign(node, gen.many(5, this::leaf));
    Receipt good = receipts.get(3);
    assertThat(
            List.of(
                with(good, TamperedBlocks.hash(good.transactionHash()), 0, 0),
                with(good, good.transactionHash(), 1, 0),
                with(good, good.transactionHash(), 0, 1),
                new Receipt(
                    good.transactionHash(),
                    good.receivedTimeMs(),
                    good.lastHeight(),
                    gen.address(),
                    good.proof(),
                    good.signature()),
                new Receipt(
                    good.transactionHash(),
                    good.receivedTimeMs(),
                    good.lastHeight(),
                    good.node(),
                    good.proof(),
                    node.sign(Hash32.ZERO))))
        .noneMatch(Receipt::verify);
    // The size is not signed: it only shapes the path, so a changed one must change the path's
    // meaning to matter, and a changed index or hash always does.
    for (MerkleProof proof : TamperedBlocks.proofs(good.proof())) {
      Receipt tampered =
          new Receipt(
              good.transactionHash(),
              good.receivedTimeMs(),
              good.lastHeight(),
              good.node(),
              proof,
              good.signature());
      boolean isSamePlace =
          proof.index() == good.proof().index() && proof.path().equals(good.proof().path());
      assertThat(tampered.verify()).as("%s", proof).isEqualTo(isSamePlace);
    }
  }

  private ReceiptLeaf leaf() {
    return new ReceiptLeaf(gen.hash(), gen.number(0) >>> 1, gen.number(1) >>> 1);
  }

  private static Receipt with(Receipt good, Hash32 hash, long laterMs, long higher) {
    return new Receipt(
        hash,
        good.receivedTimeMs() + laterMs,
        good.lastHeight() + higher,
        good.node(),
        good.proof(),
        good.signature());
  }
}
