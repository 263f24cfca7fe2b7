package weft.market.pricing;

import java.util.BitSet;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.selection.Selected;

/// Each pays what it offered.
final class FirstPrice implements PricingRule {
  @Override
  public Priced price(Auction auction, Selected selected, BitSet asked) {
    return Priced.of(
        selected.winners().stream()
            .map(winner -> BigFraction.of(auction.bids().get(winner).amount()))
            .toList());
  }
}
