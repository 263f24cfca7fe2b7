package weft.node.api.wire;

import java.util.Optional;
import weft.node.api.answer.AuctionAnswers;
import weft.node.api.answer.Steps;
import weft.node.mempool.ReceivedBid;
import weft.node.mempool.Statuses;
import weft.protocol.codec.WireFields;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.protocol.wire.BlockAuctions;
import weft.protocol.wire.GetAuctionRequest;
import weft.protocol.wire.ListAuctionsRequest;
import weft.protocol.wire.ListAuctionsResponse;
import weft.protocol.wire.ListPendingBidsRequest;
import weft.protocol.wire.ListPendingBidsResponse;
import weft.protocol.wire.PendingBid;

/// The calls of `weft.v1.AuctionService`, except its stream.
public final class AuctionCalls {
  /// The most blocks with auctions in one answer.
  public static final int MAX_AUCTIONS = 256;

  /// Bytes of records after which an answer ends.
  private static final long MAX_BYTES = 1 << 20;

  private final AuctionAnswers auctions;
  private final Statuses statuses;

  public AuctionCalls(AuctionAnswers auctions, Statuses statuses) {
    this.auctions = auctions;
    this.statuses = statuses;
  }

  public Checked<BlockAuctions> auction(GetAuctionRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                auctions.at(WireFields.u64(request.getHeight(), "height")), AuctionWire::toWire));
  }

  public Checked<ListAuctionsResponse> auctions(ListAuctionsRequest request) {
    return Asking.ask(
        () -> {
          long wish = Integer.toUnsignedLong(request.getMaxCount());
          return Steps.map(
              auctions.range(
                  WireFields.u64(request.getFromHeight(), "from_height"),
                  WireFields.u64(request.getToHeight(), "to_height"),
                  rollup(request.getRollup()),
                  (int) (wish == 0 ? MAX_AUCTIONS : Math.min(wish, MAX_AUCTIONS)),
                  MAX_BYTES),
              AuctionWire::toWire);
        });
  }

  public Checked<ListPendingBidsResponse> pendingBids(ListPendingBidsRequest request) {
    return Asking.ask(
        () -> {
          ListPendingBidsResponse.Builder found = ListPendingBidsResponse.newBuilder();
          for (ReceivedBid bid :
              statuses.pendingBids(WireFields.address(request.getAccount(), "account"))) {
            found.addBids(
                PendingBid.newBuilder()
                    .setTransaction(WireFields.toWire(bid.bid().transaction().envelope()))
                    .setReceivedTimeMs(bid.receivedTimeMs()));
          }
          return Checked.ok(found.build());
        });
  }

  static Optional<RollupId> rollup(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(WireFields.rollup(name, "rollup"));
  }
}
