package weft.market.pricing;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.selection.Selected;
import weft.market.selection.Selection;

/// Vickrey-Clarke-Groves: each bidder pays what its presence costs all others together.
///
/// Not proof against false names, and not monotone: a further bid can lower what is earned.
final class Vcg implements PricingRule {
  private final Selection selection;

  Vcg(Selection selection) {
    this.selection = selection;
  }

  @Override
  public Priced price(Auction auction, Selected selected, BitSet asked) {
    WinningBidders bidders = WinningBidders.of(auction, selected);
    List<Integer> concerned =
        asked.stream()
            .mapToObj(place -> auction.bids().get(selected.winners().get(place)).bidder())
            .toList();
    return Priced.of(
        bidders.byBid(
            auction, selected, payments(auction, selected, bidders, concerned::contains)));
  }

  /// By winning bidder; 0 for one that is not asked for.
  List<BigFraction> payments(
      Auction auction, Selected selected, WinningBidders bidders, Predicate<Integer> isAsked) {
    return IntStream.range(0, bidders.ids().size())
        .mapToObj(
            place -> {
              int bidder = bidders.ids().get(place);
              if (!isAsked.test(bidder)) {
                return BigFraction.ZERO;
              }
              Auction without = auction.keeping(bid -> bid.bidder() != bidder);
              BigInteger own = bidders.offers().get(place);
              BigInteger others = selected.value().subtract(own);
              BigInteger harm = selection.select(without).value().subtract(others);
              return BigFraction.of(harm.max(BigInteger.ZERO).min(own));
            })
        .toList();
  }
}
