package weft.node.api.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import weft.node.api.wire.TransactionCalls;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.wire.EstimateFeeRequest;
import weft.protocol.wire.FeeEstimate;
import weft.protocol.wire.FollowStatusRequest;
import weft.protocol.wire.GetReceiptRequest;
import weft.protocol.wire.GetStatusRequest;
import weft.protocol.wire.Receipt;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitBatchResponse;
import weft.protocol.wire.SubmitRequest;
import weft.protocol.wire.SubmitResponse;
import weft.protocol.wire.TransactionServiceGrpc.TransactionServiceImplBase;
import weft.protocol.wire.TransactionStatus;

/// `weft.v1.TransactionService`.
final class TransactionGrpc extends TransactionServiceImplBase {
  private final TransactionCalls calls;
  private final StreamRunner streams;

  TransactionGrpc(TransactionCalls calls, StreamRunner streams) {
    this.calls = calls;
    this.streams = streams;
  }

  @Override
  public void submit(SubmitRequest request, StreamObserver<SubmitResponse> out) {
    Replies.replyLater(out, "Submit", calls.submit(request));
  }

  @Override
  public void submitBatch(SubmitBatchRequest request, StreamObserver<SubmitBatchResponse> out) {
    switch (calls.submitBatch(GuardInterceptor.ADDRESS.get(), request)) {
      case Checked.Ok<CompletableFuture<SubmitBatchResponse>>(
              CompletableFuture<SubmitBatchResponse> answer) ->
          Replies.replyLater(out, "SubmitBatch", answer);
      case Checked.Refused<CompletableFuture<SubmitBatchResponse>>(Refusal refusal) ->
          out.onError(GrpcRefusals.exception(refusal));
    }
  }

  @Override
  public StreamObserver<SubmitBatchRequest> submitStream(StreamObserver<SubmitBatchResponse> out) {
    return streams.submissions((ServerCallStreamObserver<SubmitBatchResponse>) out);
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<TransactionStatus> out) {
    Replies.reply(out, calls.status(request));
  }

  @Override
  public void getReceipt(GetReceiptRequest request, StreamObserver<Receipt> out) {
    Replies.reply(out, calls.receipt(request));
  }

  @Override
  public void followStatus(FollowStatusRequest request, StreamObserver<TransactionStatus> out) {
    streams.follow(streams.calls().status(request), out);
  }

  @Override
  public void estimateFee(EstimateFeeRequest request, StreamObserver<FeeEstimate> out) {
    Replies.reply(out, calls.estimate(request));
  }
}
