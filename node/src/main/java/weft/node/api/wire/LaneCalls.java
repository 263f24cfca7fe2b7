package weft.node.api.wire;

import weft.node.api.ApiSettings;
import weft.node.api.answer.LaneAnswers;
import weft.node.api.answer.Steps;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.WireFields;
import weft.protocol.refusal.Checked;
import weft.protocol.wire.GetLaneBlocksRequest;
import weft.protocol.wire.GetLaneBlocksResponse;
import weft.protocol.wire.GetLaneHeadersRequest;
import weft.protocol.wire.GetLaneHeadersResponse;
import weft.protocol.wire.LaneAtHeight;
import weft.protocol.wire.PayloadProof;
import weft.protocol.wire.ProveLaneAtHeightRequest;
import weft.protocol.wire.ProveLaneBlockRequest;
import weft.protocol.wire.ProvePayloadRequest;
import weft.protocol.wire.ProvenLaneBlock;

/// The calls of `weft.v1.LaneService`, except its stream.
public final class LaneCalls {
  /// The most lane headers in one answer.
  public static final int MAX_HEADERS = 4_096;

  private final LaneAnswers lanes;
  private final ApiSettings.Streams limits;

  public LaneCalls(LaneAnswers lanes, ApiSettings.Streams limits) {
    this.lanes = lanes;
    this.limits = limits;
  }

  public Checked<GetLaneBlocksResponse> laneBlocks(GetLaneBlocksRequest request) {
    return Asking.ask(
        () -> {
          long count = Integer.toUnsignedLong(request.getMaxCount());
          long bytes = WireFields.u64(request.getMaxBytes(), "max_bytes");
          Checked<LaneAnswers.Range> range =
              lanes.range(
                  WireFields.rollup(request.getRollup(), "rollup"),
                  WireFields.u64(request.getFromLaneHeight(), "from_lane_height"),
                  (int) atMost(count, limits.laneReadBlocks()),
                  atMost(bytes, limits.laneReadBytes()));
          return Steps.map(range, LaneCalls::toWire);
        });
  }

  public Checked<GetLaneHeadersResponse> laneHeaders(GetLaneHeadersRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                lanes.headers(
                    WireFields.rollup(request.getRollup(), "rollup"),
                    WireFields.u64(request.getFromLaneHeight(), "from_lane_height"),
                    (int) atMost(Integer.toUnsignedLong(request.getMaxCount()), MAX_HEADERS),
                    limits.laneReadBytes()),
                LaneCalls::toWire));
  }

  public Checked<ProvenLaneBlock> laneBlock(ProveLaneBlockRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                lanes.laneBlock(
                    WireFields.rollup(request.getRollup(), "rollup"),
                    WireFields.u64(request.getLaneHeight(), "lane_height")),
                LaneWire::toWire));
  }

  public Checked<PayloadProof> payload(ProvePayloadRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                lanes.payload(
                    WireFields.rollup(request.getRollup(), "rollup"),
                    WireFields.u64(request.getLaneHeight(), "lane_height"),
                    WireFields.u32(request.getPayloadIndex(), "payload_index")),
                LaneWire::toWire));
  }

  public Checked<LaneAtHeight> atHeight(ProveLaneAtHeightRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                lanes.atHeight(
                    WireFields.rollup(request.getRollup(), "rollup"),
                    WireFields.u64(request.getHeight(), "height")),
                LaneCalls::toWire));
  }

  private static long atMost(long wish, long limit) {
    return wish == 0 ? limit : Math.min(wish, limit);
  }

  private static GetLaneBlocksResponse toWire(LaneAnswers.Range range) {
    GetLaneBlocksResponse.Builder wire =
        GetLaneBlocksResponse.newBuilder()
            .setEarliestLaneHeight(range.kept().earliest())
            .setLatestLaneHeight(range.kept().latest());
    range.laneBlocks().forEach(block -> wire.addLaneBlocks(LaneWire.toWire(block)));
    return wire.build();
  }

  private static GetLaneHeadersResponse toWire(LaneAnswers.Headers range) {
    GetLaneHeadersResponse.Builder wire =
        GetLaneHeadersResponse.newBuilder()
            .setEarliestLaneHeight(range.kept().earliest())
            .setLatestLaneHeight(range.kept().latest());
    range.headers().forEach(header -> wire.addHeaders(WireFields.toWire(header)));
    return wire.build();
  }

  private static LaneAtHeight toWire(LaneAnswers.AtHeight answer) {
    return switch (answer) {
      case LaneAnswers.AtHeight.Present present ->
          LaneAtHeight.newBuilder().setPresent(LaneWire.toWire(present.laneBlock())).build();
      case LaneAnswers.AtHeight.Absent absent ->
          LaneAtHeight.newBuilder().setAbsent(LaneWire.toWire(absent.proof())).build();
    };
  }
}
