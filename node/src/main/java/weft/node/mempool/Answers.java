package weft.node.mempool;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Hash32;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Refusal;

/// The submissions that are not answered yet, by transaction hash: one transaction has one, however
/// often it is sent.
final class Answers {
  private final int maxUnanswered;
  private final ConcurrentMap<Hash32, CompletableFuture<Answer>> unanswered =
      new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Counters counters;
  private final Outbox outbox;

  Answers(int maxUnanswered, Counters counters, Outbox outbox) {
    this.maxUnanswered = maxUnanswered;
    this.counters = counters;
    this.outbox = outbox;
  }

  /// A receipt for a transaction, on its way to its submitter.
  record Given(PendingAnswer pending, Receipt receipt) {}

  boolean isFull() {
    return count.get() >= maxUnanswered;
  }

  /// Begins a submission.
  ///
  /// @return the answer of the submission of the same transaction that is under way, if there is
  ///   one; otherwise null, and this one is under way
  @Nullable CompletableFuture<Answer> begin(PendingAnswer pending) {
    @Nullable CompletableFuture<Answer> first =
        unanswered.putIfAbsent(pending.transactionHash(), pending.future());
    if (first == null) {
      count.incrementAndGet();
      return null;
    }
    counters.duplicates.increment();
    return first.copy();
  }

  /// Answers at once, on the caller's thread.
  void refuseNow(PendingAnswer pending, Refusal refusal) {
    counters.refused(refusal.code());
    complete(pending, new Answer.Refused(refusal));
  }

  void acceptNow(PendingAnswer pending, Receipt receipt) {
    counters.duplicates.increment();
    complete(pending, new Answer.Accepted(receipt));
  }

  void refuse(PendingAnswer pending, Refusal refusal) {
    outbox.answer(() -> refuseNow(pending, refusal));
  }

  void accept(List<Given> receipts) {
    outbox.answer(
        () ->
            receipts.forEach(
                given -> complete(given.pending(), new Answer.Accepted(given.receipt()))));
  }

  private void complete(PendingAnswer pending, Answer answer) {
    if (unanswered.remove(pending.transactionHash(), pending.future())) {
      count.decrementAndGet();
    }
    pending.future().complete(answer);
  }
}
