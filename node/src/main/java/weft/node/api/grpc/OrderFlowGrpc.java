package weft.node.api.grpc;

import io.grpc.stub.StreamObserver;
import weft.protocol.wire.FollowHintsRequest;
import weft.protocol.wire.Hint;
import weft.protocol.wire.OrderFlowServiceGrpc.OrderFlowServiceImplBase;

/// `weft.v1.OrderFlowService`.
final class OrderFlowGrpc extends OrderFlowServiceImplBase {
  private final StreamRunner streams;

  OrderFlowGrpc(StreamRunner streams) {
    this.streams = streams;
  }

  @Override
  public void followHints(FollowHintsRequest request, StreamObserver<Hint> out) {
    streams.follow(streams.calls().hints(), out);
  }
}
