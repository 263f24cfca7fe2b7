package weft.node.api.http;

import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import weft.node.api.ApiSettings;
import weft.node.api.answer.Steps;
import weft.node.api.json.WireJson;
import weft.node.api.limit.ClientAddress;
import weft.node.api.wire.Faults;
import weft.node.api.wire.TransactionCalls;
import weft.protocol.codec.RefusalWire;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.wire.EstimateFeeRequest;
import weft.protocol.wire.GetReceiptRequest;
import weft.protocol.wire.GetStatusRequest;
import weft.protocol.wire.SignedTransaction;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitRequest;
import weft.protocol.wire.SubmitResponse;

/// Submitting transactions and asking what became of them.
final class TransactionRoutes {
  private static final int ACCEPTED = 202;

  private final TransactionCalls calls;
  private final Preparation preparation;
  private final ApiSettings.Requests limits;

  TransactionRoutes(TransactionCalls calls, Preparation preparation, ApiSettings.Requests limits) {
    this.calls = calls;
    this.preparation = preparation;
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/v1/transactions", this::submit),
        Route.post("/v1/transactions/batch", this::submitBatch),
        Route.post("/v1/transactions/prepare", preparation::prepare),
        Route.get("/v1/transactions/{hash}", this::status),
        Route.get("/v1/transactions/{hash}/receipt", this::receipt),
        Route.post("/v1/fees/estimate", this::estimate));
  }

  private Reply submit(Exchange exchange) throws IOException, InterruptedException {
    return switch (submission(exchange)) {
      case Checked.Refused<SubmitRequest>(Refusal refusal) -> new Reply.Refused(refusal);
      case Checked.Ok<SubmitRequest>(SubmitRequest submission) ->
          await(calls.submit(submission), TransactionRoutes::submitted);
    };
  }

  private Reply submitBatch(Exchange exchange) throws IOException, InterruptedException {
    SubmitBatchRequest.Builder request = SubmitBatchRequest.newBuilder();
    ClientAddress address = exchange.connection().address();
    var started =
        Steps.then(exchange.json(request), _ -> calls.submitBatch(address, request.build()));
    return switch (started) {
      case Checked.Refused<? extends CompletableFuture<? extends Message>>(Refusal refusal) ->
          new Reply.Refused(refusal);
      case Checked.Ok<? extends CompletableFuture<? extends Message>>(
              CompletableFuture<? extends Message> answer) ->
          await(answer, message -> Reply.json(message, out -> WireJson.write(message, out)));
    };
  }

  private Reply status(Exchange exchange) {
    return Reply.of(
        calls.status(
            GetStatusRequest.newBuilder().setTransactionHash(exchange.pathHex("hash")).build()));
  }

  private Reply receipt(Exchange exchange) {
    return Reply.of(
        calls.receipt(
            GetReceiptRequest.newBuilder().setTransactionHash(exchange.pathHex("hash")).build()));
  }

  private Reply estimate(Exchange exchange) throws IOException {
    EstimateFeeRequest.Builder request = EstimateFeeRequest.newBuilder();
    return Reply.of(Steps.then(exchange.json(request), _ -> calls.estimate(request.build())));
  }

  /// The envelope is the body itself, or a member of a JSON object, or made from its three parts.
  private static Checked<SubmitRequest> submission(Exchange exchange) throws IOException {
    if (exchange.isOctetStream()) {
      return Steps.map(
          exchange.body(),
          body ->
              SubmitRequest.newBuilder()
                  .setTransaction(UnsafeByteOperations.unsafeWrap(body))
                  .build());
    }
    SubmitRequest.Builder whole = SubmitRequest.newBuilder();
    SignedTransaction.Builder parts = SignedTransaction.newBuilder();
    return Steps.then(
        exchange.json(whole, parts),
        seen -> {
          Set<String> given = new TreeSet<>(seen);
          given.remove("hold");
          if (given.equals(Set.of("transaction"))) {
            return Checked.ok(whole.build());
          }
          return given.equals(Set.of("body", "scheme", "signature"))
              ? Checked.ok(whole.setTransaction(parts.build().toByteString()).build())
              : Steps.invalid("transaction", "either transaction, or body, scheme and signature");
        });
  }

  private static Reply submitted(SubmitResponse response) {
    return response.hasReceipt()
        ? new Reply.Json(ACCEPTED, 0, out -> WireJson.write(response.getReceipt(), out))
        : new Reply.Refused(RefusalWire.fromWire(response.getRefusal()));
  }

  private <T> Reply await(CompletableFuture<T> answer, Function<T, Reply> reply)
      throws InterruptedException {
    try {
      return reply.apply(answer.get(limits.answerTimeoutMs(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return new Reply.Refused(Faults.report("a submission", e));
    } catch (TimeoutException e) {
      return new Reply.Refused(noAnswer());
    }
  }

  private Refusal noAnswer() {
    return Refusal.of(
            RefusalCode.OVERLOADED,
            "",
            limits.answerTimeoutMs() + " ms",
            "no receipt in time; it may still be taken, and sending the same again is safe")
        .retryAfterMs(1_000);
  }
}
