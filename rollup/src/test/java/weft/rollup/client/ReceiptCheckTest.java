package weft.rollup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.receipt.Receipt;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.receipt.ReceiptSigner;

final class ReceiptCheckTest {
  private static final PrivateKey NODE = PrivateKey.fromSeed(Bytes.utf8("node"));

  private static List<Receipt> batch(int number, int size) {
    List<ReceiptLeaf> leaves = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      leaves.add(new ReceiptLeaf(Sha256.hash(Bytes.utf8(number + "/" + i)), 1_000 + i, 50));
    }
    return ReceiptSigner.sign(NODE, leaves);
  }

  @Test
  void takesTrueReceiptsOfManyBatches() {
    ReceiptCheck check = new ReceiptCheck();
    for (int number = 0; number < 300; number++) {
      assertThat(batch(number, 5)).allMatch(check::isTrue);
    }
  }

  @Test
  void refusesEveryChangeToAReceiptOfAKnownBatch() {
    ReceiptCheck check = new ReceiptCheck();
    List<Receipt> batch = batch(0, 5);
    Receipt truth = batch.get(2);
    assertThat(check.isTrue(truth)).isTrue();
    Receipt other = batch.get(3);
    List<Receipt> lies =
        List.of(
            with(truth, truth.receivedTimeMs() + 1, truth.lastHeight()),
            with(truth, truth.receivedTimeMs(), truth.lastHeight() + 1),
            new Receipt(
                truth.transactionHash(),
                truth.receivedTimeMs(),
                truth.lastHeight(),
                truth.node(),
                other.proof(),
                truth.signature()),
            new Receipt(
                other.transactionHash(),
                truth.receivedTimeMs(),
                truth.lastHeight(),
                truth.node(),
                truth.proof(),
                truth.signature()),
            new Receipt(
                truth.transactionHash(),
                truth.receivedTimeMs(),
                truth.lastHeight(),
                PrivateKey.fromSeed(Bytes.utf8("somebody")).address(),
                truth.proof(),
                truth.signature()),
            new Receipt(
                truth.transactionHash(),
                truth.receivedTimeMs(),
                truth.lastHeight(),
                truth.node(),
                truth.proof(),
                batch(1, 5).getFirst().signature()));
    assertThat(lies).noneMatch(check::isTrue);
    assertThat(check.isTrue(truth)).isTrue();
  }

  private static Receipt with(Receipt truth, long receivedTimeMs, long lastHeight) {
    return new Receipt(
        truth.transactionHash(),
        receivedTimeMs,
        lastHeight,
        truth.node(),
        truth.proof(),
        truth.signature());
  }
}
