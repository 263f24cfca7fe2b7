package weft.node.api.http;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import weft.node.api.ApiSettings;
import weft.node.api.bundle.Bundle;
import weft.node.api.bundle.BundleReader;
import weft.node.api.bundle.Cancellation;
import weft.node.api.bundle.PrivateTransaction;
import weft.node.api.bundle.RequestSignature;
import weft.node.api.bundle.RpcError;
import weft.node.api.bundle.RpcRequest;
import weft.node.api.limit.ClientAddress;
import weft.node.api.wire.Faults;
import weft.node.api.wire.TransactionCalls;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.codec.OrderFlowWire;
import weft.protocol.codec.RefusalWire;
import weft.protocol.codec.WireFields;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Transaction;
import weft.protocol.wire.SubmitBatchRequest;
import weft.protocol.wire.SubmitBatchResponse;
import weft.protocol.wire.SubmitRequest;
import weft.protocol.wire.SubmitResponse;

/// `eth_sendBundle`, `eth_cancelBundle` and `eth_sendPrivateTransaction` by JSON-RPC. Errors come
/// with status 200, as JSON-RPC has them; docs/api/bundles.md.
final class BundleRoutes {
  static final String PATH = "/v1/bundles";

  private final TransactionCalls calls;
  private final BundleReader reader;
  private final ApiSettings.Requests limits;

  BundleRoutes(TransactionCalls calls, BundleReader reader, ApiSettings.Requests limits) {
    this.calls = calls;
    this.reader = reader;
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(Route.post(PATH, this::answer));
  }

  private Reply answer(Exchange exchange) throws IOException, InterruptedException {
    return switch (exchange.jsonBytes()) {
      case Checked.Refused<byte[]>(Refusal refusal) -> new Reply.Refused(refusal);
      case Checked.Ok<byte[]>(byte[] body) ->
          switch (RpcRequest.read(body)) {
            case RpcRequest.Unreadable(JsonNode id, RpcError error) -> error(id, error);
            case RpcRequest.Asked(RpcRequest request) -> answer(exchange, request, body);
          };
    };
  }

  private Reply answer(Exchange exchange, RpcRequest request, byte[] body)
      throws InterruptedException {
    @Nullable String header = exchange.context().header(RequestSignature.HEADER);
    ClientAddress client = exchange.connection().address();
    return switch (RequestSignature.signer(header, Bytes.wrap(body))) {
      case Checked.Refused<Address>(Refusal refusal) -> refused(request, refusal);
      case Checked.Ok<Address>(Address signer) ->
          switch (request.method()) {
            case BundleReader.SEND ->
                switch (reader.bundle(request, signer)) {
                  case Checked.Ok<Bundle>(Bundle bundle) -> send(request, client, bundle);
                  case Checked.Refused<Bundle>(Refusal refusal) -> refused(request, refusal);
                };
            case BundleReader.CANCEL ->
                switch (reader.cancellation(request, signer)) {
                  case Checked.Ok<Cancellation>(Cancellation all) -> cancel(request, client, all);
                  case Checked.Refused<Cancellation>(Refusal refusal) -> refused(request, refusal);
                };
            case BundleReader.SEND_PRIVATE ->
                switch (reader.privateTransaction(request)) {
                  case Checked.Ok<PrivateTransaction>(PrivateTransaction one) ->
                      sendPrivate(request, one);
                  case Checked.Refused<PrivateTransaction>(Refusal refusal) ->
                      refused(request, refusal);
                };
            default -> error(request.id(), RpcError.unknownMethod(request.method()));
          };
    };
  }

  /// The transactions first: a bid whose transactions no node has could not be served.
  private Reply send(RpcRequest request, ClientAddress client, Bundle bundle)
      throws InterruptedException {
    Checked<Hash32> sent = submit(client, "txs", bundle.transactions());
    if (sent instanceof Checked.Ok<Hash32>) {
      sent = submit(client, "weft.bid", List.of(bundle.bid()));
    }
    return switch (sent) {
      case Checked.Refused<Hash32>(Refusal refusal) -> refused(request, refusal);
      case Checked.Ok<Hash32>(Hash32 bid) ->
          result(
              request,
              out -> {
                out.writeStringProperty("bundleHash", bundle.hash().toString());
                out.writeStringProperty("bidHash", bid.toString());
              });
    };
  }

  private Reply sendPrivate(RpcRequest request, PrivateTransaction one)
      throws InterruptedException {
    SubmitRequest submission =
        SubmitRequest.newBuilder()
            .setTransaction(WireFields.toWire(one.transaction().envelope()))
            .setHold(OrderFlowWire.toWire(one.hold()))
            .build();
    CompletableFuture<SubmitBatchResponse> answer =
        calls
            .submit(submission)
            .thenApply(alone -> SubmitBatchResponse.newBuilder().addAnswers(alone).build());
    return switch (await(answer, "tx", List.of(one.transaction()))) {
      case Checked.Refused<Hash32>(Refusal refusal) -> refused(request, refusal);
      case Checked.Ok<Hash32>(Hash32 hash) ->
          document(request.id(), out -> out.writeStringProperty("result", hash.toString()));
    };
  }

  private Reply cancel(RpcRequest request, ClientAddress client, Cancellation cancellation)
      throws InterruptedException {
    return switch (submit(client, "weft.cancellations", cancellation.transactions())) {
      case Checked.Refused<Hash32>(Refusal refusal) -> refused(request, refusal);
      case Checked.Ok<Hash32> _ ->
          result(
              request,
              out -> {
                out.writeArrayPropertyStart("cancelled");
                cancellation.bids().forEach(bid -> out.writeString(bid.toString()));
                out.writeEndArray();
              });
    };
  }

  /// Submits all, and waits for their receipts.
  ///
  /// @return the hash of the last, or the first refusal
  private Checked<Hash32> submit(ClientAddress client, String field, List<Transaction> all)
      throws InterruptedException {
    SubmitBatchRequest.Builder batch = SubmitBatchRequest.newBuilder();
    all.forEach(one -> batch.addTransactions(WireFields.toWire(one.envelope())));
    return switch (calls.submitBatch(client, batch.build())) {
      case Checked.Refused<CompletableFuture<SubmitBatchResponse>>(Refusal refusal) ->
          Checked.refused(refusal);
      case Checked.Ok<CompletableFuture<SubmitBatchResponse>>(
              CompletableFuture<SubmitBatchResponse> answers) ->
          await(answers, field, all);
    };
  }

  private Checked<Hash32> await(
      CompletableFuture<SubmitBatchResponse> answers, String field, List<Transaction> all)
      throws InterruptedException {
    SubmitBatchResponse response;
    try {
      response = answers.get(limits.answerTimeoutMs(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return Checked.refused(Faults.report("a bundle", e));
    } catch (TimeoutException e) {
      return Checked.refused(
          Refusal.of(
                  RefusalCode.OVERLOADED,
                  field,
                  limits.answerTimeoutMs() + " ms",
                  "no receipt in time; sending the same bundle again is safe")
              .retryAfterMs(1_000));
    }
    Hash32 last = Hash32.ZERO;
    for (int i = 0; i < all.size(); i++) {
      SubmitResponse one = response.getAnswers(i);
      if (!one.hasReceipt()) {
        return Checked.refused(RefusalWire.fromWire(one.getRefusal()));
      }
      last = all.get(i).hash();
    }
    return Checked.ok(last);
  }

  private static Reply refused(RpcRequest request, Refusal refusal) {
    return error(request.id(), RpcError.of(refusal));
  }

  private static Reply result(RpcRequest request, Consumer<JsonGenerator> members) {
    return document(
        request.id(),
        out -> {
          out.writeName("result");
          out.writeStartObject();
          members.accept(out);
          out.writeEndObject();
        });
  }

  private static Reply error(@Nullable JsonNode id, RpcError error) {
    return document(
        id,
        out -> {
          out.writeName("error");
          out.writeStartObject();
          out.writeNumberProperty("code", error.code());
          out.writeStringProperty("message", error.refusal().message());
          out.writeName("data");
          Problem.write(error.refusal(), out);
          out.writeEndObject();
        });
  }

  private static Reply document(@Nullable JsonNode id, Consumer<JsonGenerator> content) {
    return Reply.json(
        out -> {
          out.writeStartObject();
          out.writeStringProperty("jsonrpc", "2.0");
          out.writeName("id");
          write(id, out);
          content.accept(out);
          out.writeEndObject();
        });
  }

  private static void write(@Nullable JsonNode id, JsonGenerator out) {
    if (id == null || id.isNull()) {
      out.writeNull();
    } else if (id.isString()) {
      out.writeString(id.asString());
    } else {
      out.writeNumber(id.bigIntegerValue());
    }
  }
}
