package weft.rollup;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.codec.ReceiptWire;
import weft.protocol.codec.RefusalWire;
import weft.protocol.codec.StatusWire;
import weft.protocol.codec.WireFields;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.wire.FollowStatusRequest;
import weft.protocol.wire.GetReceiptRequest;
import weft.protocol.wire.GetStatusRequest;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitBatchResponse;
import weft.protocol.wire.SubmitRequest;
import weft.protocol.wire.SubmitResponse;
import weft.protocol.wire.TransactionServiceGrpc.TransactionServiceImplBase;

/// Takes submissions to a [FakeChain] and tells what became of them.
final class FakeTransactions extends TransactionServiceImplBase {
  private final FakeChain chain;
  private final FakeOrders orders;

  FakeTransactions(FakeChain chain, FakeOrders orders) {
    this.chain = chain;
    this.orders = orders;
  }

  @Override
  public void submit(SubmitRequest request, StreamObserver<SubmitResponse> answers) {
    if (take(orders.failing)) {
      answers.onError(Status.UNAVAILABLE.asException());
      return;
    }
    if (isRefusedAtTheDoor(1, answers)) {
      return;
    }
    SubmitResponse answer = answer(WireFields.bytes(request.getTransaction()));
    orders.beforeAnswer.run();
    if (take(orders.losing)) {
      answers.onError(Status.UNAVAILABLE.asException());
      return;
    }
    answers.onNext(answer);
    answers.onCompleted();
  }

  @Override
  public void submitBatch(SubmitBatchRequest request, StreamObserver<SubmitBatchResponse> answers) {
    if (take(orders.failing)) {
      answers.onError(Status.UNAVAILABLE.asException());
      return;
    }
    if (isRefusedAtTheDoor(request.getTransactionsCount(), answers)) {
      return;
    }
    SubmitBatchResponse answer = answer(request);
    if (take(orders.losing)) {
      answers.onError(Status.UNAVAILABLE.asException());
      return;
    }
    answers.onNext(answer);
    answers.onCompleted();
  }

  @Override
  public StreamObserver<SubmitBatchRequest> submitStream(
      StreamObserver<SubmitBatchResponse> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(SubmitBatchRequest request) {
        if (take(orders.failing)) {
          answers.onError(Status.UNAVAILABLE.asException());
          return;
        }
        if (isRefusedAtTheDoor(request.getTransactionsCount(), answers)) {
          return;
        }
        SubmitBatchResponse answer = answer(request);
        if (take(orders.losing)) {
          answers.onError(Status.UNAVAILABLE.asException());
          return;
        }
        giveOrHold(answers, answer);
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }

  @Override
  public void getStatus(
      GetStatusRequest request, StreamObserver<weft.protocol.wire.TransactionStatus> answers) {
    Hash32 hash = WireFields.hash(request.getTransactionHash(), "hash");
    tell(answers, chain.status(hash).map(StatusWire::toWire));
  }

  @Override
  public void getReceipt(
      GetReceiptRequest request, StreamObserver<weft.protocol.wire.Receipt> answers) {
    Hash32 hash = WireFields.hash(request.getTransactionHash(), "hash");
    tell(answers, chain.receipt(hash).map(ReceiptWire::toWire));
  }

  /// Tells what is known of a transaction, unless it is to keep silent.
  private <M> void tell(StreamObserver<M> answers, Optional<M> known) {
    if (orders.silence.isPresent()) {
      answers.onError(FakeNode.refused(Status.ABORTED, orders.silence.get()));
      return;
    }
    known.ifPresentOrElse(
        one -> {
          answers.onNext(one);
          answers.onCompleted();
        },
        () -> answers.onError(unknown()));
  }

  @Override
  public void followStatus(
      FollowStatusRequest request, StreamObserver<weft.protocol.wire.TransactionStatus> answers) {
    var call = (ServerCallStreamObserver<weft.protocol.wire.TransactionStatus>) answers;
    call.setOnCancelHandler(() -> {});
    chain.follow(
        status -> {
          if (!orders.closed && !call.isCancelled() && matches(request, status)) {
            synchronized (call) {
              call.onNext(StatusWire.toWire(status));
            }
          }
        });
  }

  private static boolean matches(FollowStatusRequest request, TransactionStatus status) {
    return switch (request.getFilterCase()) {
      case TRANSACTION_HASH ->
          WireFields.hash(request.getTransactionHash(), "hash").equals(status.transactionHash());
      case ACCOUNT -> WireFields.address(request.getAccount(), "account").equals(status.account());
      case ROLLUP, FILTER_NOT_SET -> true;
    };
  }

  private void giveOrHold(StreamObserver<SubmitBatchResponse> answers, SubmitBatchResponse answer) {
    synchronized (orders.held) {
      if (!orders.holding) {
        answers.onNext(answer);
        return;
      }
      orders.held.add(
          () -> {
            try {
              answers.onNext(answer);
            } catch (IllegalStateException | StatusRuntimeException e) {
              // The stream has gone meanwhile.
              return;
            }
          });
    }
  }

  private boolean isRefusedAtTheDoor(int transactions, StreamObserver<?> answers) {
    Optional<Refusal> refusal = orders.door.apply(transactions);
    refusal.ifPresent(one -> answers.onError(FakeNode.refused(Status.ABORTED, one)));
    return refusal.isPresent();
  }

  private SubmitBatchResponse answer(SubmitBatchRequest request) {
    SubmitBatchResponse.Builder response = SubmitBatchResponse.newBuilder();
    request
        .getTransactionsList()
        .forEach(one -> response.addAnswers(answer(WireFields.bytes(one))));
    return response.build();
  }

  private SubmitResponse answer(Bytes envelope) {
    orders.submitted.add(weft.primitives.Sha256.hash(envelope));
    return switch (chain.submit(envelope)) {
      case Checked.Ok<Receipt>(Receipt receipt) ->
          SubmitResponse.newBuilder()
              .setReceipt(ReceiptWire.toWire(orders.receiptLie.apply(receipt)))
              .build();
      case Checked.Refused<Receipt>(Refusal refusal) ->
          SubmitResponse.newBuilder().setRefusal(RefusalWire.toWire(refusal)).build();
    };
  }

  private static boolean take(AtomicInteger budget) {
    return budget.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  private static StatusException unknown() {
    return FakeNode.refused(
        Status.NOT_FOUND,
        Refusal.of(RefusalCode.TRANSACTION_NOT_FOUND, "transaction_hash", "", "not here"));
  }
}
