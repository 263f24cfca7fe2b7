package weft.node.api.http;

import java.util.List;
import weft.node.api.wire.LaneCalls;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.wire.GetLaneBlocksRequest;
import weft.protocol.wire.GetLaneBlocksResponse;
import weft.protocol.wire.GetLaneHeadersRequest;
import weft.protocol.wire.LaneAtHeight;
import weft.protocol.wire.ProveLaneAtHeightRequest;
import weft.protocol.wire.ProveLaneBlockRequest;
import weft.protocol.wire.ProvePayloadRequest;
import weft.protocol.wire.ProvenLaneBlock;

/// Lane blocks and their proofs.
final class LaneRoutes {
  private final LaneCalls calls;

  LaneRoutes(LaneCalls calls) {
    this.calls = calls;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/rollups/{name}/lane", this::range, "from", "count", "maxBytes", "decode"),
        Route.get("/v1/rollups/{name}/lane/headers", this::headers, "from", "count"),
        Route.get("/v1/rollups/{name}/lane/{laneHeight}", this::laneBlock, "decode"),
        Route.get(
            "/v1/rollups/{name}/lane/{laneHeight}/payloads/{index}/proof", this::payloadProof),
        Route.get("/v1/rollups/{name}/at/{height}", this::atHeight, "decode"));
  }

  private Reply range(Exchange exchange) {
    boolean decoded = exchange.queryFlag("decode");
    Checked<GetLaneBlocksResponse> answer =
        calls.laneBlocks(
            GetLaneBlocksRequest.newBuilder()
                .setRollup(exchange.path("name"))
                .setFromLaneHeight(exchange.queryNumber("from"))
                .setMaxCount(exchange.queryCount("count"))
                .setMaxBytes(exchange.queryNumber("maxBytes"))
                .build());
    return switch (answer) {
      case Checked.Refused<GetLaneBlocksResponse>(Refusal refusal) -> new Reply.Refused(refusal);
      case Checked.Ok<GetLaneBlocksResponse>(GetLaneBlocksResponse range) ->
          Reply.json(range, out -> LaneJson.write(range, decoded, out));
    };
  }

  private Reply headers(Exchange exchange) {
    return Reply.of(
        calls.laneHeaders(
            GetLaneHeadersRequest.newBuilder()
                .setRollup(exchange.path("name"))
                .setFromLaneHeight(exchange.queryNumber("from"))
                .setMaxCount(exchange.queryCount("count"))
                .build()));
  }

  private Reply laneBlock(Exchange exchange) {
    boolean decoded = exchange.queryFlag("decode");
    Checked<ProvenLaneBlock> answer =
        calls.laneBlock(
            ProveLaneBlockRequest.newBuilder()
                .setRollup(exchange.path("name"))
                .setLaneHeight(exchange.pathNumber("laneHeight"))
                .build());
    return switch (answer) {
      case Checked.Refused<ProvenLaneBlock>(Refusal refusal) -> new Reply.Refused(refusal);
      case Checked.Ok<ProvenLaneBlock>(ProvenLaneBlock block) ->
          Reply.json(block, out -> LaneJson.write(block, decoded, out));
    };
  }

  private Reply payloadProof(Exchange exchange) {
    long index = exchange.pathNumber("index");
    return Reply.of(
        calls.payload(
            ProvePayloadRequest.newBuilder()
                .setRollup(exchange.path("name"))
                .setLaneHeight(exchange.pathNumber("laneHeight"))
                .setPayloadIndex((int) Math.min(index, Integer.MAX_VALUE))
                .build()));
  }

  private Reply atHeight(Exchange exchange) {
    boolean decoded = exchange.queryFlag("decode");
    Checked<LaneAtHeight> answer =
        calls.atHeight(
            ProveLaneAtHeightRequest.newBuilder()
                .setRollup(exchange.path("name"))
                .setHeight(exchange.pathNumber("height"))
                .build());
    return switch (answer) {
      case Checked.Refused<LaneAtHeight>(Refusal refusal) -> new Reply.Refused(refusal);
      case Checked.Ok<LaneAtHeight>(LaneAtHeight found) ->
          Reply.json(found, out -> LaneJson.write(found, decoded, out));
    };
  }
}
