package weft.chain.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.ledger.market.VoidBid;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.VoidedBid;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;

/// Checks that a record treats bids alike that were never sealed. Which rollups take sealed bids
/// only is in the state; but one that does for a bid does for all of the block.
final class SealedOnly {
  private static final String NOT_SEALED = VoidBid.Reason.NOT_SEALED.id();

  private SealedOnly() {}

  static void check(AuctionRecord record, BlockContent content, Findings findings) {
    List<List<RollupId>> refused = new ArrayList<>();
    for (VoidedBid bid : record.voids()) {
      if (bid.reason().equals(NOT_SEALED)) {
        Optional<Action.Bid> terms = terms(content, bid.bid());
        findings.require(
            terms.flatMap(Action.Bid::salt).isEmpty(),
            "BID-35",
            "bid " + bid.bid() + " shows a salt, and is void as if it had not been sealed");
        terms.ifPresent(of -> refused.add(of.rollups()));
      }
    }
    for (AssetAuctionRecord auction : record.auctions()) {
      for (Offer offer : auction.offers()) {
        Optional<Action.Bid> openly =
            terms(content, offer.bid()).filter(terms -> terms.salt().isEmpty());
        boolean contradicts =
            openly.isPresent() && refused.stream().anyMatch(openly.get().rollups()::containsAll);
        findings.require(
            !contradicts,
            "BID-35",
            "bid "
                + offer.bid()
                + " takes part, and another on its rollups is void for not being sealed");
      }
    }
  }

  private static Optional<Action.Bid> terms(BlockContent content, Hash32 bid) {
    return Optional.ofNullable(content.bids().get(bid)).flatMap(TransactionBody::bid);
  }
}
