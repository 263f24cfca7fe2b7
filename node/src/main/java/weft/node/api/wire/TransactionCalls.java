package weft.node.api.wire;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import weft.node.api.ApiSettings;
import weft.node.api.answer.FeeAnswers;
import weft.node.api.answer.FeeEstimate;
import weft.node.api.answer.Steps;
import weft.node.api.answer.TransactionAnswers;
import weft.node.api.limit.ByteBudget;
import weft.node.api.limit.ClientAddress;
import weft.node.mempool.Submissions;
import weft.protocol.codec.OrderFlowWire;
import weft.protocol.codec.ReceiptWire;
import weft.protocol.codec.RefusalWire;
import weft.protocol.codec.StatusWire;
import weft.protocol.codec.WireFields;
import weft.protocol.orderflow.Hold;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.wire.EstimateFeeRequest;
import weft.protocol.wire.GetReceiptRequest;
import weft.protocol.wire.GetStatusRequest;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitBatchResponse;
import weft.protocol.wire.SubmitRequest;
import weft.protocol.wire.SubmitResponse;
import weft.protocol.wire.TransactionStatus;

/// The calls of `weft.v1.TransactionService`, except its streams.
public final class TransactionCalls {
  /// More than what one transaction of a batch takes until all of them are answered: a receipt with
  /// its proof, or a refusal, and what waits for it.
  public static final long ANSWER_BYTES = 2 << 10;

  private final TransactionAnswers transactions;
  private final FeeAnswers fees;
  private final Gate gate;
  private final ApiSettings.Requests limits;

  public TransactionCalls(
      TransactionAnswers transactions, FeeAnswers fees, Gate gate, ApiSettings.Requests limits) {
    this.transactions = transactions;
    this.fees = fees;
    this.gate = gate;
    this.limits = limits;
  }

  /// Always answers with a receipt or a refusal; the future fails only on a fault.
  public CompletableFuture<SubmitResponse> submit(SubmitRequest request) {
    Checked<Optional<Hold>> hold =
        Asking.ask(
            () ->
                Checked.ok(
                    request.hasHold()
                        ? Optional.of(OrderFlowWire.fromWire(request.getHold()))
                        : Optional.empty()));
    return switch (hold) {
      case Checked.Ok<Optional<Hold>>(Optional<Hold> wish) ->
          submit(request.getTransaction(), wish);
      case Checked.Refused<Optional<Hold>>(Refusal refusal) ->
          CompletableFuture.completedFuture(toWire(new Submissions.Answer.Refused(refusal)));
    };
  }

  /// One answer per transaction, in order. They count as the address's memory for answers until all
  /// of them are there, even if whoever asked is gone meanwhile; from then on the caller counts
  /// them.
  public Checked<CompletableFuture<SubmitBatchResponse>> submitBatch(
      ClientAddress address, SubmitBatchRequest request) {
    int count = request.getTransactionsCount();
    if (count > limits.maxBatchTransactions()) {
      return Checked.refused(
          Refusal.of(
              RefusalCode.REQUEST_TOO_LARGE,
              "transactions",
              limits.maxBatchTransactions() + " transactions",
              "a batch has at most "
                  + limits.maxBatchTransactions()
                  + " transactions, this one has "
                  + count));
    }
    ByteBudget.Share memory = gate.openAnswer(address);
    if (!memory.take(ANSWER_BYTES * count)) {
      return Checked.refused(Gate.tooManyUnread());
    }
    List<CompletableFuture<SubmitResponse>> answers = new ArrayList<>(count);
    request.getTransactionsList().forEach(one -> answers.add(submit(one, Optional.empty())));
    return Checked.ok(
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .thenApply(_ -> joined(answers))
            .whenComplete((_, _) -> memory.close()));
  }

  public Checked<TransactionStatus> status(GetStatusRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                transactions.status(
                    WireFields.hash(request.getTransactionHash(), "transaction_hash")),
                StatusWire::toWire));
  }

  public Checked<weft.protocol.wire.Receipt> receipt(GetReceiptRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                transactions.receipt(
                    WireFields.hash(request.getTransactionHash(), "transaction_hash")),
                ReceiptWire::toWire));
  }

  public Checked<weft.protocol.wire.FeeEstimate> estimate(EstimateFeeRequest request) {
    return switch (request.getSubjectCase()) {
      case TRANSACTION ->
          Steps.map(
              fees.ofTransaction(WireFields.bytes(request.getTransaction())),
              TransactionCalls::toWire);
      case BODY ->
          Steps.map(fees.ofBody(WireFields.bytes(request.getBody())), TransactionCalls::toWire);
      case SUBJECT_NOT_SET -> Steps.invalid("subject", "either transaction or body");
    };
  }

  private CompletableFuture<SubmitResponse> submit(ByteString transaction, Optional<Hold> hold) {
    return transactions
        .submit(WireFields.bytes(transaction), hold)
        .thenApply(TransactionCalls::toWire);
  }

  private static SubmitBatchResponse joined(List<CompletableFuture<SubmitResponse>> answers) {
    SubmitBatchResponse.Builder response = SubmitBatchResponse.newBuilder();
    answers.forEach(answer -> response.addAnswers(answer.join()));
    return response.build();
  }

  private static SubmitResponse toWire(Submissions.Answer answer) {
    return switch (answer) {
      case Submissions.Answer.Accepted(Receipt receipt) ->
          SubmitResponse.newBuilder().setReceipt(ReceiptWire.toWire(receipt)).build();
      case Submissions.Answer.Refused(Refusal refusal) ->
          SubmitResponse.newBuilder().setRefusal(RefusalWire.toWire(refusal)).build();
    };
  }

  private static weft.protocol.wire.FeeEstimate toWire(FeeEstimate estimate) {
    return weft.protocol.wire.FeeEstimate.newBuilder()
        .setFeeAsset(estimate.quote().feeAsset().name())
        .setBytes(estimate.bytes())
        .setByteFee(estimate.quote().byteFee().toString())
        .setLaneFee(estimate.quote().laneFee().toString())
        .setGasFee(estimate.quote().gasFee().toString())
        .setTotal(estimate.quote().total().toString())
        .setSuggestedMaxFee(estimate.suggestedMaxFee().toString())
        .setSuggestedTip(estimate.suggestedTip().toString())
        .build();
  }
}
