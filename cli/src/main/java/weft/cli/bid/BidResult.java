package weft.cli.bid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.transaction.StatusFollower;
import weft.cli.transaction.StatusText;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Seller;
import weft.protocol.auction.VoidedBid;
import weft.protocol.status.TransactionStatus;
import weft.protocol.status.TransactionStatus.Soft;
import weft.rollup.client.WeftClient;

/// What became of a bid: won, lost or void in a block, or in none.
///
/// @param document for `--json`
/// @param line the same for a person
record BidResult(boolean isWon, Map<String, Object> document, String line) {

  /// Waits until the bid is final, and asks what its block's auctions came to.
  static BidResult await(WeftClient client, Hash32 bid) throws InterruptedException {
    TransactionStatus status =
        StatusFollower.awaitFinal(client, bid, StatusFollower.LONGEST_WAIT_MS);
    if (status.progress() instanceof Soft soft) {
      Optional<AuctionRecord> record =
          NodeOption.require(client.auctions().auction(soft.height())).record();
      return record
          .flatMap(auctions -> of(auctions, bid))
          .orElseGet(() -> inNoAuction(status, "its block tells nothing of it"));
    }
    return inNoAuction(status, StatusText.line(status));
  }

  private static BidResult inNoAuction(TransactionStatus status, String why) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("outcome", "not-in-a-block");
    document.put("status", StatusText.document(status));
    return new BidResult(false, document, "not in a block: " + why);
  }

  /// What a record says of a bid; empty if it says nothing.
  static Optional<BidResult> of(AuctionRecord auctions, Hash32 bid) {
    for (AssetAuctionRecord auction : auctions.auctions()) {
      for (Offer offer : auction.offers()) {
        if (offer.bid().equals(bid)) {
          return Optional.of(of(auctions.height(), auction, offer));
        }
      }
    }
    return auctions.voids().stream()
        .filter(voided -> voided.bid().equals(bid))
        .findFirst()
        .map(voided -> of(auctions.height(), voided));
  }

  private static BidResult of(long height, AssetAuctionRecord auction, Offer offer) {
    String asset = auction.asset().name();
    Map<String, Object> document = document(offer.isWinner() ? "won" : "lost", height);
    document.put("asset", asset);
    document.put("amount", offer.amount().toString());
    if (offer.charged().isEmpty()) {
      List<Offer> winners = auction.winners();
      document.put("winners", winners.stream().map(winner -> winner.bid().toString()).toList());
      String line =
          "lost in block %s, to %s"
              .formatted(Format.count(height), Format.count(winners.size(), "winning bid"));
      return new BidResult(false, document, line);
    }
    Amount charged = offer.charged().get();
    document.put("charged", charged.toString());
    Map<String, Object> payments = new LinkedHashMap<>();
    for (int index : offer.sellers()) {
      Seller seller = auction.sellers().get(index);
      payments.put(seller.rollup().name(), seller.payment().toString());
    }
    document.put("payments", payments);
    String line =
        "won in block %s, for %s".formatted(Format.count(height), Format.amount(charged, asset));
    return new BidResult(true, document, line);
  }

  private static BidResult of(long height, VoidedBid voided) {
    Map<String, Object> document = document("void", height);
    document.put("reason", voided.reason());
    document.put("forfeited", voided.forfeited().toString());
    String lost =
        voided.forfeited().isZero() ? "" : ", forfeits " + Format.amount(voided.forfeited());
    return new BidResult(
        false,
        document,
        "void in block %s: %s%s".formatted(Format.count(height), voided.reason(), lost));
  }

  private static Map<String, Object> document(String outcome, long height) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("outcome", outcome);
    document.put("height", height);
    return document;
  }
}
