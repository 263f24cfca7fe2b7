package weft.rollup.client;

import io.grpc.Channel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import weft.primitives.Bytes;
import weft.protocol.block.BlockAnchor;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.WireFields;
import weft.protocol.lane.PayloadProof;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.refusal.Checked;
import weft.protocol.state.StateProof;
import weft.protocol.transaction.RollupId;
import weft.protocol.wire.FollowLaneRequest;
import weft.protocol.wire.GetLaneBlocksRequest;
import weft.protocol.wire.GetLaneBlocksResponse;
import weft.protocol.wire.GetLaneHeadersRequest;
import weft.protocol.wire.GetLaneHeadersResponse;
import weft.protocol.wire.LaneServiceGrpc;
import weft.protocol.wire.LaneServiceGrpc.LaneServiceBlockingV2Stub;
import weft.protocol.wire.ProveLaneAtHeightRequest;
import weft.protocol.wire.ProveLaneBlockRequest;
import weft.protocol.wire.ProvePayloadRequest;

/// Lane blocks and proofs from a node, unverified: `LaneVerifier` checks them one by one,
/// `LaneFollower` in a row.
public final class LaneClient implements LaneSource {
  private final LaneServiceBlockingV2Stub stub;
  private final ChainClient chain;
  private final ClientConfig config;
  private final Calls calls;

  LaneClient(Channel channel, ChainClient chain, ClientConfig config) {
    this.chain = chain;
    this.stub =
        LaneServiceGrpc.newBlockingV2Stub(channel)
            .withMaxInboundMessageSize(config.maxMessageBytes());
    this.config = config;
    this.calls = new Calls(config);
  }

  @Override
  public Checked<LaneRange> range(
      RollupId rollup, long fromLaneHeight, int maxCount, long maxBytes) {
    GetLaneBlocksRequest request = rangeRequest(rollup, fromLaneHeight, maxCount, maxBytes);
    return Calls.once("lane blocks", () -> readRange(timed().getLaneBlocks(request)));
  }

  @Override
  public Checked<List<ClaimedChange>> validatorChanges(long fromHeight) {
    return chain.validatorChanges(fromHeight);
  }

  @Override
  public Checked<BlockAnchor> newestAnchor() {
    return chain.newestAnchor();
  }

  @Override
  public Checked<LaneHeaders> headers(RollupId rollup, long fromLaneHeight, int maxCount) {
    GetLaneHeadersRequest request = headersRequest(rollup, fromLaneHeight, maxCount);
    return Calls.once("lane headers", () -> readHeaders(timed().getLaneHeaders(request)));
  }

  @Override
  public Checked<StateProof> state(Bytes key) {
    return chain.state(key);
  }

  /// The same as [#range], asked again while the node cannot be reached.
  public Checked<LaneRange> laneBlocks(
      RollupId rollup, long fromLaneHeight, int maxCount, long maxBytes) {
    GetLaneBlocksRequest request = rangeRequest(rollup, fromLaneHeight, maxCount, maxBytes);
    return calls.ask("lane blocks", () -> readRange(timed().getLaneBlocks(request)));
  }

  /// Lane headers from a lane height on: as many as the node sends at once, so ask on behind the
  /// last.
  ///
  /// @param fromLaneHeight 0 = the earliest that the node keeps
  /// @param maxCount 0 = the node's limit
  public Checked<LaneHeaders> laneHeaders(RollupId rollup, long fromLaneHeight, int maxCount) {
    GetLaneHeadersRequest request = headersRequest(rollup, fromLaneHeight, maxCount);
    return calls.ask("lane headers", () -> readHeaders(timed().getLaneHeaders(request)));
  }

  private static GetLaneHeadersRequest headersRequest(RollupId rollup, long from, int maxCount) {
    return GetLaneHeadersRequest.newBuilder()
        .setRollup(rollup.name())
        .setFromLaneHeight(from)
        .setMaxCount(maxCount)
        .build();
  }

  private static LaneHeaders readHeaders(GetLaneHeadersResponse response) {
    return Answers.read(
        response,
        wire ->
            new LaneHeaders(
                wire.getHeadersList().stream().map(WireFields::bytes).toList(),
                WireFields.u64(wire.getEarliestLaneHeight(), "earliest_lane_height"),
                WireFields.u64(wire.getLatestLaneHeight(), "latest_lane_height")));
  }

  @Override
  public Subscription<ProvenLaneBlock> follow(RollupId rollup, long fromLaneHeight) {
    FollowLaneRequest request =
        FollowLaneRequest.newBuilder()
            .setRollup(rollup.name())
            .setFromLaneHeight(fromLaneHeight)
            .build();
    return new GrpcSubscription<>(stub.followLane(request), LaneWire::fromWire);
  }

  public Checked<ProvenLaneBlock> laneBlock(RollupId rollup, long laneHeight) {
    ProveLaneBlockRequest request =
        ProveLaneBlockRequest.newBuilder()
            .setRollup(rollup.name())
            .setLaneHeight(laneHeight)
            .build();
    return calls.ask(
        "lane block", () -> Answers.read(timed().proveLaneBlock(request), LaneWire::fromWire));
  }

  public Checked<PayloadProof> provePayload(RollupId rollup, long laneHeight, int payloadIndex) {
    ProvePayloadRequest request =
        ProvePayloadRequest.newBuilder()
            .setRollup(rollup.name())
            .setLaneHeight(laneHeight)
            .setPayloadIndex(payloadIndex)
            .build();
    return calls.ask(
        "payload proof", () -> Answers.read(timed().provePayload(request), LaneWire::fromWire));
  }

  /// The lane block of a rollup at a block height, or the proof that there is none.
  public Checked<LaneAtHeight> laneAtHeight(RollupId rollup, long height) {
    ProveLaneAtHeightRequest request =
        ProveLaneAtHeightRequest.newBuilder().setRollup(rollup.name()).setHeight(height).build();
    return calls.ask(
        "lane at height",
        () -> Answers.read(timed().proveLaneAtHeight(request), LaneClient::laneAtHeight));
  }

  private static LaneAtHeight laneAtHeight(weft.protocol.wire.LaneAtHeight wire) {
    WireFields.expectPresent(wire.hasPresent() || wire.hasAbsent(), "answer");
    return wire.hasPresent()
        ? new LaneAtHeight.Present(LaneWire.fromWire(wire.getPresent()))
        : new LaneAtHeight.Absent(LaneWire.fromWire(wire.getAbsent()));
  }

  private static GetLaneBlocksRequest rangeRequest(
      RollupId rollup, long from, int maxCount, long maxBytes) {
    return GetLaneBlocksRequest.newBuilder()
        .setRollup(rollup.name())
        .setFromLaneHeight(from)
        .setMaxCount(maxCount)
        .setMaxBytes(maxBytes)
        .build();
  }

  private static LaneRange readRange(GetLaneBlocksResponse response) {
    return Answers.read(
        response,
        wire ->
            new LaneRange(
                wire.getLaneBlocksList().stream().map(LaneWire::fromWire).toList(),
                WireFields.u64(wire.getEarliestLaneHeight(), "earliest_lane_height"),
                WireFields.u64(wire.getLatestLaneHeight(), "latest_lane_height")));
  }

  private LaneServiceBlockingV2Stub timed() {
    return stub.withDeadlineAfter(config.callTimeoutMs(), TimeUnit.MILLISECONDS);
  }
}
