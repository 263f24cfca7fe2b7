package weft.node.api.grpc;

import io.grpc.stub.StreamObserver;
import weft.node.api.wire.LaneCalls;
import weft.protocol.wire.FollowLaneRequest;
import weft.protocol.wire.GetLaneBlocksRequest;
import weft.protocol.wire.GetLaneBlocksResponse;
import weft.protocol.wire.GetLaneHeadersRequest;
import weft.protocol.wire.GetLaneHeadersResponse;
import weft.protocol.wire.LaneAtHeight;
import weft.protocol.wire.LaneServiceGrpc.LaneServiceImplBase;
import weft.protocol.wire.PayloadProof;
import weft.protocol.wire.ProveLaneAtHeightRequest;
import weft.protocol.wire.ProveLaneBlockRequest;
import weft.protocol.wire.ProvePayloadRequest;
import weft.protocol.wire.ProvenLaneBlock;

/// `weft.v1.LaneService`.
final class LaneGrpc extends LaneServiceImplBase {
  private final LaneCalls calls;
  private final StreamRunner streams;

  LaneGrpc(LaneCalls calls, StreamRunner streams) {
    this.calls = calls;
    this.streams = streams;
  }

  @Override
  public void getLaneBlocks(
      GetLaneBlocksRequest request, StreamObserver<GetLaneBlocksResponse> out) {
    Replies.reply(out, calls.laneBlocks(request));
  }

  @Override
  public void getLaneHeaders(
      GetLaneHeadersRequest request, StreamObserver<GetLaneHeadersResponse> out) {
    Replies.reply(out, calls.laneHeaders(request));
  }

  @Override
  public void followLane(FollowLaneRequest request, StreamObserver<ProvenLaneBlock> out) {
    streams.follow(streams.calls().lane(request), out);
  }

  @Override
  public void proveLaneBlock(ProveLaneBlockRequest request, StreamObserver<ProvenLaneBlock> out) {
    Replies.reply(out, calls.laneBlock(request));
  }

  @Override
  public void provePayload(ProvePayloadRequest request, StreamObserver<PayloadProof> out) {
    Replies.reply(out, calls.payload(request));
  }

  @Override
  public void proveLaneAtHeight(
      ProveLaneAtHeightRequest request, StreamObserver<LaneAtHeight> out) {
    Replies.reply(out, calls.atHeight(request));
  }
}
