package weft.node.api.http;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.node.api.json.WireJson;
import weft.node.api.wire.FollowCalls;
import weft.primitives.MalformedException;
import weft.protocol.wire.FollowAttestationsRequest;
import weft.protocol.wire.FollowAuctionsRequest;
import weft.protocol.wire.FollowHeadsRequest;
import weft.protocol.wire.FollowLaneRequest;
import weft.protocol.wire.FollowStatusRequest;

/// What can be followed as server-sent events.
final class StreamRoutes {
  private final FollowCalls calls;
  private final SseStream streams;

  StreamRoutes(FollowCalls calls, SseStream streams) {
    this.calls = calls;
    this.streams = streams;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/rollups/{name}/lane/stream", this::lane, "from", "decode"),
        Route.get("/v1/rollups/{name}/transactions/stream", this::rollup),
        Route.get("/v1/transactions/{hash}/stream", this::transaction),
        Route.get("/v1/accounts/{address}/transactions/stream", this::account),
        Route.get("/v1/heads/stream", this::heads, "from"),
        Route.get("/v1/attestations/stream", this::attestations, "from"),
        Route.get("/v1/auctions/stream", this::auctions, "from", "rollup"),
        Route.get("/v1/order-flow/hints", this::hints));
  }

  private Reply lane(Exchange exchange) throws IOException {
    boolean decoded = exchange.queryFlag("decode");
    FollowLaneRequest request =
        FollowLaneRequest.newBuilder()
            .setRollup(exchange.path("name"))
            .setFromLaneHeight(cursor(exchange))
            .build();
    return streams.send(
        exchange, calls.lane(request), (block, out) -> LaneJson.write(block, decoded, out));
  }

  private Reply heads(Exchange exchange) throws IOException {
    FollowHeadsRequest request =
        FollowHeadsRequest.newBuilder().setFromHeight(cursor(exchange)).build();
    return streams.send(exchange, calls.heads(request), WireJson::write);
  }

  private Reply attestations(Exchange exchange) throws IOException {
    FollowAttestationsRequest request =
        FollowAttestationsRequest.newBuilder().setFromHeight(cursor(exchange)).build();
    return streams.send(exchange, calls.attestations(request), WireJson::write);
  }

  private Reply auctions(Exchange exchange) throws IOException {
    FollowAuctionsRequest request =
        FollowAuctionsRequest.newBuilder()
            .setFromHeight(cursor(exchange))
            .setRollup(exchange.query("rollup").orElse(""))
            .build();
    return streams.send(exchange, calls.auctions(request), AuctionJson::write);
  }

  private Reply hints(Exchange exchange) throws IOException {
    return streams.send(exchange, calls.hints(), WireJson::write);
  }

  private Reply transaction(Exchange exchange) throws IOException {
    return statuses(
        exchange, FollowStatusRequest.newBuilder().setTransactionHash(exchange.pathHex("hash")));
  }

  private Reply account(Exchange exchange) throws IOException {
    return statuses(
        exchange, FollowStatusRequest.newBuilder().setAccount(exchange.pathAddress("address")));
  }

  private Reply rollup(Exchange exchange) throws IOException {
    return statuses(exchange, FollowStatusRequest.newBuilder().setRollup(exchange.path("name")));
  }

  private Reply statuses(Exchange exchange, FollowStatusRequest.Builder request)
      throws IOException {
    return streams.send(exchange, calls.status(request.build()), WireJson::write);
  }

  /// After the last event that the reader has, or else where it says.
  private static long cursor(Exchange exchange) {
    @Nullable String last = exchange.context().header("Last-Event-ID");
    if (last == null || last.isEmpty()) {
      return exchange.queryNumber("from");
    }
    long seen = Exchange.number("Last-Event-ID", last);
    if (seen == Long.MAX_VALUE) {
      throw new MalformedException("Last-Event-ID", "exceeds 2^63-2");
    }
    return seen + 1;
  }
}
