package weft.node.api.answer;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import weft.node.api.NodeServices;
import weft.node.mempool.Submissions;
import weft.node.metrics.NodeMetrics;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.orderflow.Hold;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;

/// Takes transactions and tells what became of them.
public final class TransactionAnswers {
  private final NodeServices services;
  private final NodeMetrics metrics;

  public TransactionAnswers(NodeServices services, NodeMetrics metrics) {
    this.services = services;
    this.metrics = metrics;
  }

  /// Submits a serialized `SignedTransaction`. The future completes with an answer for everything a
  /// client can send; it fails only on a fault of the node.
  ///
  /// @param hold as in [Submissions#submit]
  public CompletableFuture<Submissions.Answer> submit(Bytes envelope, Optional<Hold> hold) {
    long startNs = System.nanoTime();
    return services
        .submissions()
        .submit(envelope, hold)
        .whenComplete((answer, _) -> count(answer, System.nanoTime() - startNs));
  }

  public Checked<TransactionStatus> status(Hash32 transactionHash) {
    return services
        .statuses()
        .status(transactionHash)
        .map(Checked::ok)
        .orElseGet(() -> notFound("this node knows no transaction " + transactionHash));
  }

  /// The receipt of a transaction, as long as its status is kept.
  public Checked<Receipt> receipt(Hash32 transactionHash) {
    return services
        .statuses()
        .receipt(transactionHash)
        .map(Checked::ok)
        .orElseGet(() -> noReceipt(transactionHash));
  }

  private Checked<Receipt> noReceipt(Hash32 transactionHash) {
    return notFound(
        services.statuses().status(transactionHash).isPresent()
            ? "this node did not take transaction "
                + transactionHash
                + " itself, it knows it from a block; ask the node that it was sent to"
            : "this node knows no transaction " + transactionHash);
  }

  private void count(Submissions.Answer answer, long elapsedNs) {
    // A failed future has no answer; the interface that asked logs the fault.
    if (answer instanceof Submissions.Answer.Refused(Refusal refusal)) {
      metrics.submitted(Optional.of(refusal.code()), elapsedNs);
    } else if (answer instanceof Submissions.Answer.Accepted) {
      metrics.submitted(Optional.empty(), elapsedNs);
    }
  }

  private static <T> Checked<T> notFound(String message) {
    return Checked.refused(
        Refusal.of(RefusalCode.TRANSACTION_NOT_FOUND, "transaction_hash", "", message));
  }
}
