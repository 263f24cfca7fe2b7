package weft.node.api.http;

import java.util.List;
import weft.node.api.wire.AuctionCalls;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.wire.BlockAuctions;
import weft.protocol.wire.GetAuctionRequest;
import weft.protocol.wire.ListAuctionsRequest;
import weft.protocol.wire.ListAuctionsResponse;
import weft.protocol.wire.ListPendingBidsRequest;

/// What the auctions of blocks came to, and the bids that wait.
final class AuctionRoutes {
  private static final String LATEST = "latest";

  private final AuctionCalls calls;

  AuctionRoutes(AuctionCalls calls) {
    this.calls = calls;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/auctions", this::range, "from", "to", "rollup", "count"),
        Route.get("/v1/auctions/{height}", this::ofBlock),
        Route.get("/v1/accounts/{address}/bids", this::pendingBids));
  }

  private Reply ofBlock(Exchange exchange) {
    boolean latest = exchange.path("height").equals(LATEST);
    Checked<BlockAuctions> answer =
        calls.auction(
            GetAuctionRequest.newBuilder()
                .setHeight(latest ? 0 : exchange.pathNumber("height"))
                .build());
    return switch (answer) {
      case Checked.Refused<BlockAuctions>(Refusal refusal) -> new Reply.Refused(refusal);
      case Checked.Ok<BlockAuctions>(BlockAuctions found) ->
          Reply.json(found, out -> AuctionJson.write(found, out));
    };
  }

  private Reply pendingBids(Exchange exchange) {
    return Reply.of(
        calls.pendingBids(
            ListPendingBidsRequest.newBuilder()
                .setAccount(exchange.pathAddress("address"))
                .build()));
  }

  private Reply range(Exchange exchange) {
    Checked<ListAuctionsResponse> answer =
        calls.auctions(
            ListAuctionsRequest.newBuilder()
                .setFromHeight(exchange.queryNumber("from"))
                .setToHeight(exchange.queryNumber("to"))
                .setRollup(exchange.query("rollup").orElse(""))
                .setMaxCount(exchange.queryCount("count"))
                .build());
    return switch (answer) {
      case Checked.Refused<ListAuctionsResponse>(Refusal refusal) -> new Reply.Refused(refusal);
      case Checked.Ok<ListAuctionsResponse>(ListAuctionsResponse page) ->
          Reply.json(page, out -> AuctionJson.write(page, out));
    };
  }
}
