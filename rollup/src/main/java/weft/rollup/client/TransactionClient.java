package weft.rollup.client;

import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import weft.primitives.Hash32;
import weft.protocol.codec.OrderFlowWire;
import weft.protocol.codec.ReceiptWire;
import weft.protocol.codec.StatusWire;
import weft.protocol.codec.WireFields;
import weft.protocol.orderflow.Hold;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.wire.EstimateFeeRequest;
import weft.protocol.wire.FollowStatusRequest;
import weft.protocol.wire.GetReceiptRequest;
import weft.protocol.wire.GetStatusRequest;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitBatchResponse;
import weft.protocol.wire.SubmitRequest;
import weft.protocol.wire.TransactionServiceGrpc;
import weft.protocol.wire.TransactionServiceGrpc.TransactionServiceBlockingV2Stub;

/// Submits transactions and tells what became of them.
///
/// A submission is repeated with the same bytes while the node cannot be reached or asks to come
/// back later; its outcome is always a value. Once an answer got lost, the node may have the
/// transaction: then no later refusal for lack of time makes it a refused one. Questions throw a
/// [NodeException] when the attempts are used up or the answer cannot be read.
public final class TransactionClient {
  private final TransactionServiceBlockingV2Stub stub;
  private final Channel channel;
  private final ClientConfig config;
  private final Calls calls;
  private final SubmitAnswers answers;

  TransactionClient(Channel channel, ClientConfig config) {
    this.stub =
        TransactionServiceGrpc.newBlockingV2Stub(channel)
            .withMaxInboundMessageSize(config.maxMessageBytes());
    this.channel = channel;
    this.config = config;
    this.calls = new Calls(config);
    this.answers = new SubmitAnswers(this, config);
  }

  public Submitted submit(Transaction transaction) {
    return submit(Envelope.of(transaction));
  }

  /// Submits one transaction and waits for the answer.
  public Submitted submit(Envelope envelope) {
    return submit(request(envelope).build(), envelope);
  }

  /// Submits one transaction that the node is to keep back until a bid names it. Whom one sends it
  /// to is a matter of trust: nothing but its word binds a node.
  public Submitted submit(Envelope envelope, Hold hold) {
    return submit(request(envelope).setHold(OrderFlowWire.toWire(hold)).build(), envelope);
  }

  private static SubmitRequest.Builder request(Envelope envelope) {
    return SubmitRequest.newBuilder().setTransaction(WireFields.toWire(envelope.bytes()));
  }

  private Submitted submit(SubmitRequest request, Envelope envelope) {
    boolean mayBeTaken = false;
    for (int failures = 0; ; ) {
      Submitted outcome = attempt(request, envelope, mayBeTaken);
      long askedMs = 0;
      switch (outcome) {
        case Submitted.Accepted _, Submitted.AlreadyKnown _ -> {
          return outcome;
        }
        case Submitted.Refused refused -> {
          if (!Calls.asksToComeBack(refused.refusal())) {
            return outcome;
          }
          askedMs = refused.refusal().retryAfterMs();
        }
        case Submitted.Unknown _ -> mayBeTaken = true;
      }
      failures++;
      if (failures >= config.retry().maxAttempts() || !calls.pause(failures, askedMs)) {
        return mayBeTaken ? SubmitAnswers.afterLostAnswer(outcome) : outcome;
      }
    }
  }

  /// Submits many transactions in one call and waits for the answers, which come in the same order.
  /// Repeated as a whole while the node cannot be reached or asks to come back later.
  public List<Submitted> submitBatch(List<Envelope> envelopes) {
    SubmitBatchRequest request = batchRequest(envelopes);
    boolean mayBeTaken = false;
    for (int failures = 0; ; ) {
      Submitted failure;
      long askedMs = 0;
      try {
        switch (Calls.once("submit batch", () -> timed().submitBatch(request))) {
          case Checked.Ok<SubmitBatchResponse>(SubmitBatchResponse response) -> {
            return answers.read(response, envelopes, mayBeTaken);
          }
          case Checked.Refused<SubmitBatchResponse>(Refusal refusal) -> {
            failure = SubmitAnswers.ofCall(refusal);
            askedMs = refusal.retryAfterMs();
            if (failure instanceof Submitted.Refused && !Calls.asksToComeBack(refusal)) {
              return sameForAll(failure, envelopes.size());
            }
          }
        }
      } catch (NodeException e) {
        failure = new Submitted.Unknown(String.valueOf(e.getMessage()));
      }
      mayBeTaken |= failure instanceof Submitted.Unknown;
      failures++;
      if (failures >= config.retry().maxAttempts() || !calls.pause(failures, askedMs)) {
        return sameForAll(
            mayBeTaken ? SubmitAnswers.afterLostAnswer(failure) : failure, envelopes.size());
      }
    }
  }

  /// Opens a stream for many submissions.
  ///
  /// @param maxBatchesInFlight batches that may wait for their answers before [SubmitStream#send]
  ///   blocks
  public SubmitStream openStream(int maxBatchesInFlight) {
    return new SubmitStream(
        TransactionServiceGrpc.newStub(channel).withMaxInboundMessageSize(config.maxMessageBytes()),
        answers,
        config,
        maxBatchesInFlight);
  }

  public Checked<TransactionStatus> status(Hash32 transactionHash) {
    GetStatusRequest request =
        GetStatusRequest.newBuilder()
            .setTransactionHash(WireFields.toWire(transactionHash))
            .build();
    return calls.ask(
        "transaction status", () -> Answers.read(timed().getStatus(request), StatusWire::fromWire));
  }

  /// The receipt of a transaction that the node took, as long as it keeps the status.
  public Checked<Receipt> receipt(Hash32 transactionHash) {
    GetReceiptRequest request =
        GetReceiptRequest.newBuilder()
            .setTransactionHash(WireFields.toWire(transactionHash))
            .build();
    return calls.ask(
        "receipt", () -> Answers.read(timed().getReceipt(request), ReceiptWire::fromWire));
  }

  /// Status changes from now on; for one transaction its present status comes first.
  public Subscription<TransactionStatus> followStatus(StatusFilter filter) {
    FollowStatusRequest.Builder request = FollowStatusRequest.newBuilder();
    switch (filter) {
      case StatusFilter.OfTransaction(Hash32 hash) ->
          request.setTransactionHash(WireFields.toWire(hash));
      case StatusFilter.OfAccount(var account) -> request.setAccount(WireFields.toWire(account));
      case StatusFilter.OfRollup(var rollup) -> request.setRollup(rollup.name());
    }
    return new GrpcSubscription<>(stub.followStatus(request.build()), StatusWire::fromWire);
  }

  /// What a body would cost once signed. Its maximum fee does not matter.
  public Checked<FeeEstimate> estimateFee(TransactionBody body) {
    EstimateFeeRequest request =
        EstimateFeeRequest.newBuilder()
            .setBody(WireFields.toWire(TransactionCodec.encodeBody(body)))
            .build();
    return calls.ask(
        "fee estimate", () -> Answers.read(timed().estimateFee(request), ChainReader::feeEstimate));
  }

  static SubmitBatchRequest batchRequest(List<Envelope> envelopes) {
    SubmitBatchRequest.Builder request = SubmitBatchRequest.newBuilder();
    for (Envelope envelope : envelopes) {
      request.addTransactions(WireFields.toWire(envelope.bytes()));
    }
    return request.build();
  }

  static List<Submitted> sameForAll(Submitted outcome, int count) {
    List<Submitted> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(outcome);
    }
    return all;
  }

  private Submitted attempt(SubmitRequest request, Envelope envelope, boolean mayBeTaken) {
    try {
      return switch (Calls.once("submit", () -> timed().submit(request))) {
        case Checked.Ok<weft.protocol.wire.SubmitResponse> ok ->
            answers.read(ok.value(), envelope, mayBeTaken);
        case Checked.Refused<weft.protocol.wire.SubmitResponse> refused ->
            SubmitAnswers.ofCall(refused.refusal());
      };
    } catch (NodeException e) {
      return new Submitted.Unknown(String.valueOf(e.getMessage()));
    }
  }

  private TransactionServiceBlockingV2Stub timed() {
    return stub.withDeadlineAfter(config.callTimeoutMs(), TimeUnit.MILLISECONDS);
  }
}
