package weft.cli.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import weft.examples.builder.BuilderListener;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.receipt.ReceiptSigner;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.Sent;
import weft.rollup.client.Submitted;
import weft.rollup.client.TransactionBuilder;
import weft.rollup.client.WalletListener;

/// Each receipt is waiting, has a final state, or is lost: never none of these, never two.
final class TrafficTest {
  private static final PrivateKey KEY = PrivateKey.fromSeed(Bytes.utf8("traffic"));
  private static final AssetId ASSET = new AssetId("weft");

  private final Traffic traffic = Traffic.ofOneNode();
  private final WalletListener wallet = traffic.ofWallet();

  private static Transaction transaction(long sequence) {
    return new TransactionBuilder(7, ASSET).nonce(0, sequence).lastHeight(9).sign(KEY);
  }

  private static Sent accepted(long sequence) {
    Transaction transaction = transaction(sequence);
    ReceiptLeaf leaf = new ReceiptLeaf(transaction.hash(), 1, 9);
    return sent(
        transaction, new Submitted.Accepted(ReceiptSigner.sign(KEY, List.of(leaf)).getFirst()));
  }

  private static Sent sent(Transaction transaction, Submitted outcome) {
    return new Sent(transaction, outcome, new CompletableFuture<>());
  }

  private static TransactionStatus status(
      Transaction transaction, TransactionStatus.Progress progress) {
    return new TransactionStatus(
        transaction.hash(), KEY.address(), transaction.body().nonce(), 1, progress);
  }

  private static TransactionStatus soft(Transaction transaction) {
    return status(transaction, new TransactionStatus.Soft(1, 1, 0, List.of(), Amount.of(1), ASSET));
  }

  private void assertCounts(long receipts, long waiting, long lost) {
    assertThat(traffic.receipts()).as("receipts").isEqualTo(receipts);
    assertThat(traffic.waitingCount()).as("waiting").isEqualTo((int) waiting);
    assertThat(traffic.lost()).as("lost").isEqualTo(lost);
  }

  @Test
  void whatBecomesSoftIsNotLost() {
    Sent sent = accepted(0);
    wallet.submitted(sent);
    assertCounts(1, 1, 1);
    wallet.settled(sent, soft(sent.transaction()));
    assertCounts(1, 0, 0);
    assertThat(traffic.refusedByCode()).isEmpty();
    assertThat(traffic.recent()).hasSize(1);
  }

  @Test
  void whatWasSoftBeforeItsReceiptCameIsNotLost() {
    Transaction transaction = transaction(0);
    Sent sent = sent(transaction, new Submitted.AlreadyKnown(soft(transaction)));
    wallet.submitted(sent);
    wallet.settled(sent, soft(transaction));
    assertCounts(1, 0, 0);
  }

  @Test
  void withoutAnAnswerThereIsNoReceiptToLose() {
    Transaction transaction = transaction(0);
    Sent sent = sent(transaction, new Submitted.Unknown("no answer"));
    wallet.submitted(sent);
    assertCounts(0, 0, 0);
    wallet.settled(sent, soft(transaction));
    assertCounts(0, 0, 0);
  }

  @Test
  void whatTheNodeForgotIsLostEvenIfItIsSentAgain() {
    Sent sent = accepted(0);
    wallet.submitted(sent);
    wallet.forgotten(sent);
    wallet.forgotten(sent);
    assertCounts(1, 0, 1);
    wallet.settled(sent, soft(sent.transaction()));
    assertCounts(1, 0, 1);
  }

  @Test
  void whatIsDroppedWithAReasonIsCountedByIt() {
    Sent evicted = accepted(0);
    Sent expired = accepted(1);
    wallet.submitted(evicted);
    wallet.submitted(expired);
    wallet.settled(
        evicted,
        status(
            evicted.transaction(), new TransactionStatus.Refused(RefusalCode.EVICTED, "a test")));
    wallet.settled(expired, status(expired.transaction(), new TransactionStatus.Expired("a test")));
    assertCounts(2, 0, 0);
    assertThat(traffic.refusedByCode()).containsOnlyKeys("evicted", "expired");
    assertThat(traffic.refusedCount()).isEqualTo(2);
  }

  @Test
  void whatIsStillPendingAtTheEndIsLostUnlessTheNodeKnowsItsEnd() {
    Sent pending = accepted(0);
    Sent missed = accepted(1);
    wallet.submitted(pending);
    wallet.submitted(missed);
    traffic.found(
        pending.transaction().hash(),
        status(pending.transaction(), new TransactionStatus.Pending(OptionalLong.empty())));
    traffic.found(missed.transaction().hash(), soft(missed.transaction()));
    assertThat(traffic.waiting()).containsExactly(pending.transaction().hash());
    assertCounts(2, 1, 1);
  }

  @Test
  void whatABuilderDoesNotWinIsNeitherLostNorRefused() {
    BuilderListener builder = traffic.ofBuilder();
    Transaction seen = transaction(1);
    Transaction found = transaction(2);
    Transaction open = transaction(3);
    for (Transaction each : List.of(seen, found, open)) {
      builder.received(each.hash());
    }
    assertCounts(3, 3, 3);
    builder.settled(seen.hash());
    traffic.found(found.hash(), status(found, new TransactionStatus.Expired("too late")));
    assertCounts(3, 1, 1);
    assertThat(traffic.refusedCount()).isZero();
    assertThat(traffic.softLatency().p99()).isZero();
    builder.refused(Refusal.of(RefusalCode.EXPIRED, "body.last_height", "9", "too late"));
    assertThat(traffic.refusedByCode()).containsEntry("expired", 1L);
  }
}
