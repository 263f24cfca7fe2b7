package weft.market.pricing;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.selection.Selected;
import weft.market.selection.Selection;

/// Each pays the most that bids of others inside its package would have paid.
final class SecondPrice implements PricingRule {
  private final Selection selection;

  SecondPrice(Selection selection) {
    this.selection = selection;
  }

  @Override
  public Priced price(Auction auction, Selected selected, BitSet asked) {
    return Priced.of(
        IntStream.range(0, selected.winners().size())
            .mapToObj(
                place ->
                    asked.get(place)
                        ? price(auction, selected.winners().get(place))
                        : BigFraction.ZERO)
            .toList());
  }

  private BigFraction price(Auction auction, int winner) {
    Bid won = auction.bids().get(winner);
    Auction others = auction.keeping(bid -> bid.bidder() != won.bidder());
    BigInteger second = selection.select(others, won.rollups(), new BitSet()).value();
    return BigFraction.of(second.min(won.amount()));
  }
}
