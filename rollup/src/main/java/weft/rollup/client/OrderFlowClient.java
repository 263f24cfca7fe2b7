package weft.rollup.client;

import io.grpc.Channel;
import weft.protocol.codec.OrderFlowWire;
import weft.protocol.orderflow.Hint;
import weft.protocol.wire.FollowHintsRequest;
import weft.protocol.wire.OrderFlowServiceGrpc;
import weft.protocol.wire.OrderFlowServiceGrpc.OrderFlowServiceBlockingV2Stub;

/// What a node tells of the transactions that it keeps back for bids.
public final class OrderFlowClient {
  private final OrderFlowServiceBlockingV2Stub stub;

  OrderFlowClient(Channel channel, ClientConfig config) {
    this.stub =
        OrderFlowServiceGrpc.newBlockingV2Stub(channel)
            .withMaxInboundMessageSize(config.maxMessageBytes());
  }

  /// Of those that are kept back now, then of each that comes.
  public Subscription<Hint> followHints() {
    return new GrpcSubscription<>(
        stub.followHints(FollowHintsRequest.getDefaultInstance()), OrderFlowWire::fromWire);
  }
}
