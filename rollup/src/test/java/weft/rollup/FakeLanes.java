package weft.rollup;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import weft.primitives.Bytes;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.WireFields;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;
import weft.protocol.wire.FollowLaneRequest;
import weft.protocol.wire.GetLaneBlocksRequest;
import weft.protocol.wire.GetLaneBlocksResponse;
import weft.protocol.wire.GetLaneHeadersRequest;
import weft.protocol.wire.GetLaneHeadersResponse;
import weft.protocol.wire.LaneServiceGrpc.LaneServiceImplBase;
import weft.protocol.wire.ProveLaneBlockRequest;

/// Serves the lanes of a [FakeChain].
final class FakeLanes extends LaneServiceImplBase {
  private final FakeChain chain;
  private final FakeOrders orders;

  FakeLanes(FakeChain chain, FakeOrders orders) {
    this.chain = chain;
    this.orders = orders;
  }

  @Override
  public void getLaneBlocks(
      GetLaneBlocksRequest request, StreamObserver<GetLaneBlocksResponse> answers) {
    orders.ranges.incrementAndGet();
    RollupId rollup = RollupId.of(request.getRollup());
    long from = request.getFromLaneHeight();
    if (from < orders.earliest) {
      answers.onError(
          FakeNode.refused(
              Status.NOT_FOUND,
              Refusal.of(RefusalCode.LANE_BLOCK_NOT_FOUND, "from_lane_height", "", "pruned")));
      return;
    }
    GetLaneBlocksResponse.Builder response =
        GetLaneBlocksResponse.newBuilder()
            .setEarliestLaneHeight(orders.earliest)
            .setLatestLaneHeight(chain.laneHeight(rollup));
    long bytes = 0;
    for (ProvenLaneBlock proven : orders.rangeLie.apply(chain.served(rollup, from))) {
      boolean isFull =
          response.getLaneBlocksCount() > 0
              && (response.getLaneBlocksCount() >= orders.maxRange
                  || (request.getMaxBytes() > 0 && bytes >= request.getMaxBytes()));
      if (isFull) {
        break;
      }
      bytes += proven.laneBlock().entries().stream().mapToLong(Bytes::size).sum();
      response.addLaneBlocks(toWire(proven));
    }
    answers.onNext(response.build());
    answers.onCompleted();
  }

  @Override
  public void getLaneHeaders(
      GetLaneHeadersRequest request, StreamObserver<GetLaneHeadersResponse> answers) {
    orders.headers.incrementAndGet();
    RollupId rollup = RollupId.of(request.getRollup());
    GetLaneHeadersResponse.Builder response =
        GetLaneHeadersResponse.newBuilder()
            .setEarliestLaneHeight(orders.earliest)
            .setLatestLaneHeight(chain.laneHeight(rollup));
    int count =
        request.getMaxCount() == 0
            ? orders.maxRange
            : Math.min(orders.maxRange, request.getMaxCount());
    List<Bytes> found =
        chain.laneBlocks(rollup, request.getFromLaneHeight()).stream()
            .limit(count)
            .map(block -> block.laneBlock().header())
            .toList();
    orders
        .headersLie
        .apply(found)
        .forEach(header -> response.addHeaders(WireFields.toWire(header)));
    answers.onNext(response.build());
    answers.onCompleted();
  }

  @Override
  public void proveLaneBlock(
      ProveLaneBlockRequest request, StreamObserver<weft.protocol.wire.ProvenLaneBlock> answers) {
    RollupId rollup = RollupId.of(request.getRollup());
    answers.onNext(toWire(chain.laneBlocks(rollup, request.getLaneHeight()).getFirst()));
    answers.onCompleted();
  }

  @Override
  public void followLane(
      FollowLaneRequest request, StreamObserver<weft.protocol.wire.ProvenLaneBlock> answers) {
    orders.streams.incrementAndGet();
    RollupId rollup = RollupId.of(request.getRollup());
    var call = (ServerCallStreamObserver<weft.protocol.wire.ProvenLaneBlock>) answers;
    call.setOnCancelHandler(() -> {});
    long next = request.getFromLaneHeight();
    try {
      while (!orders.closed && !call.isCancelled()) {
        List<ProvenLaneBlock> found = orders.rangeLie.apply(chain.served(rollup, next));
        for (ProvenLaneBlock proven : found) {
          call.onNext(toWire(proven));
        }
        next += found.size();
        chain.awaitLaneHeight(rollup, next, 20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      // The reader has gone.
      return;
    }
  }

  private weft.protocol.wire.ProvenLaneBlock toWire(ProvenLaneBlock proven) {
    return orders.wireLie.apply(LaneWire.toWire(orders.lie.apply(proven)));
  }
}
