package weft.node.api.grpc;

import io.grpc.stub.StreamObserver;
import weft.node.api.wire.AuctionCalls;
import weft.protocol.wire.AuctionResult;
import weft.protocol.wire.AuctionServiceGrpc.AuctionServiceImplBase;
import weft.protocol.wire.BlockAuctions;
import weft.protocol.wire.FollowAuctionsRequest;
import weft.protocol.wire.GetAuctionRequest;
import weft.protocol.wire.ListAuctionsRequest;
import weft.protocol.wire.ListAuctionsResponse;
import weft.protocol.wire.ListPendingBidsRequest;
import weft.protocol.wire.ListPendingBidsResponse;

/// `weft.v1.AuctionService`.
final class AuctionGrpc extends AuctionServiceImplBase {
  private final AuctionCalls calls;
  private final StreamRunner streams;

  AuctionGrpc(AuctionCalls calls, StreamRunner streams) {
    this.calls = calls;
    this.streams = streams;
  }

  @Override
  public void getAuction(GetAuctionRequest request, StreamObserver<BlockAuctions> out) {
    Replies.reply(out, calls.auction(request));
  }

  @Override
  public void listAuctions(ListAuctionsRequest request, StreamObserver<ListAuctionsResponse> out) {
    Replies.reply(out, calls.auctions(request));
  }

  @Override
  public void listPendingBids(
      ListPendingBidsRequest request, StreamObserver<ListPendingBidsResponse> out) {
    Replies.reply(out, calls.pendingBids(request));
  }

  @Override
  public void followAuctions(FollowAuctionsRequest request, StreamObserver<AuctionResult> out) {
    streams.follow(streams.calls().auctions(request), out);
  }
}
