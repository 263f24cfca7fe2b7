package weft.market.pricing;

import java.math.BigInteger;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.selection.Selected;

/// Who won, and what for: the bidders with a winning bid, ascending.
///
/// @param ids their indices in the auction
/// @param offers what each one's winning bids offer together
record WinningBidders(List<Integer> ids, List<BigInteger> offers) {
  static WinningBidders of(Auction auction, Selected selected) {
    TreeMap<Integer, BigInteger> offers = new TreeMap<>();
    for (int winner : selected.winners()) {
      Bid bid = auction.bids().get(winner);
      offers.merge(bid.bidder(), bid.amount(), BigInteger::add);
    }
    return new WinningBidders(List.copyOf(offers.keySet()), List.copyOf(offers.values()));
  }

  /// What each winning bid pays if a bidder's discount goes to its bids in proportion to what they
  /// offer.
  ///
  /// @param payments by winning bidder
  List<BigFraction> byBid(Auction auction, Selected selected, List<BigFraction> payments) {
    return selected.winners().stream()
        .map(
            winner -> {
              Bid bid = auction.bids().get(winner);
              int place = ids.indexOf(bid.bidder());
              return payments.get(place).multiply(bid.amount()).divide(offers.get(place));
            })
        .toList();
  }
}
