package weft.node.mempool;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Hash32;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// The submissions that are not answered yet, by transaction hash: one transaction has one, however
/// often it is sent.
final class Answers {
  /// How many submissions of one transaction may wait for the answer to the first.
  static final int MAX_COPIES = 16;

  private final int maxUnanswered;
  private final ConcurrentMap<Hash32, PendingAnswer> unanswered = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Counters counters;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Overload overload = new Overload();

  Answers(int maxUnanswered, Counters counters, Outbox outbox, InstantSource clock) {
    this.maxUnanswered = maxUnanswered;
    this.counters = counters;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// A receipt for a transaction, on its way to its submitter.
  record Given(PendingAnswer pending, Receipt receipt) {}

  boolean isFull() {
    return count.get() >= maxUnanswered;
  }

  /// Begins a submission.
  ///
  /// @return the submission of the same transaction that is under way, if there is one; otherwise
  ///   null, and this one is under way
  @Nullable PendingAnswer begin(PendingAnswer pending) {
    @Nullable PendingAnswer first = unanswered.putIfAbsent(pending.transactionHash(), pending);
    if (first == null) {
      count.incrementAndGet();
    }
    return first;
  }

  /// What another submission of the same transaction waits for; empty if too many wait already.
  Optional<CompletableFuture<Answer>> join(PendingAnswer first) {
    if (first.copies().incrementAndGet() > MAX_COPIES) {
      return Optional.empty();
    }
    counters.duplicates.increment();
    return Optional.of(first.future().copy());
  }

  /// Answers at once, on the caller's thread.
  void refuseNow(PendingAnswer pending, Refusal refusal) {
    if (complete(pending, new Answer.Refused(refusal))) {
      counters.refused(refusal.code());
      boolean tooMuch =
          refusal.code() == RefusalCode.OVERLOADED || refusal.code() == RefusalCode.MEMPOOL_FULL;
      if (tooMuch && overload.refused(clock.millis())) {
        MempoolLog.overloadBegan(refusal.code().id());
      }
    }
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

  /// Tells the operator when an overload is over; to be called now and then.
  void checkOverload() {
    overload.over(clock.millis()).ifPresent(MempoolLog::overloadEnded);
  }

  /// A fault of the node came in between.
  void fail(PendingAnswer pending, Throwable fault) {
    forget(pending);
    pending.future().completeExceptionally(fault);
  }

  /// @return false if it was answered before
  private boolean complete(PendingAnswer pending, Answer answer) {
    forget(pending);
    return pending.future().complete(answer);
  }

  private void forget(PendingAnswer pending) {
    if (unanswered.remove(pending.transactionHash(), pending)) {
      count.decrementAndGet();
    }
  }
}
