package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.ledger.admission.AdmissionTerms;
import weft.node.mempool.JournalQueue.Arrived;
import weft.protocol.refusal.Checked;

/// What waits for a disk sync is bounded, and who waits for room is not idle.
@Timeout(60)
final class JournalQueueTest {
  private final TestLedger ledger = new TestLedger();

  @Test
  void isBoundedByBytesAndLetsWhoWaitsDoSomethingElse() throws Exception {
    Arrived first = arrived(0);
    JournalQueue queue = new JournalQueue(100, 2L * first.entry().size());
    assertThat(queue.put(first, () -> {})).isTrue();
    assertThat(queue.put(arrived(1), () -> {})).isTrue();

    CountDownLatch waits = new CountDownLatch(2);
    CompletableFuture<Boolean> third =
        CompletableFuture.supplyAsync(() -> queue.put(arrived(2), waits::countDown));
    assertThat(waits.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(third).isNotDone();

    assertThat(queue.take(1, 1 << 20).arrived()).containsExactly(first);
    assertThat(third.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(queue.take(9, 1 << 20).arrived()).hasSize(2);
  }

  private Arrived arrived(long sequence) {
    var transaction = Signed.by(Signed.key("alice")).nonce(1, sequence + 1).verify();
    return switch (ledger.check(transaction.transaction(), 1, 0)) {
      case Checked.Refused<AdmissionTerms>(var refusal) -> throw new AssertionError("" + refusal);
      case Checked.Ok<AdmissionTerms>(AdmissionTerms terms) ->
          new Arrived(
              new PoolEntry(transaction, terms, sequence, 0), PendingAnswer.of(transaction.hash()));
    };
  }
}
