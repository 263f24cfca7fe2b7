package weft.market.refund;

import java.util.List;
import java.util.TreeMap;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.OrderUse;
import weft.market.selection.Selected;

/// To each the percentage of the surplus that its use asks for, as MEV-Share's refunds.
final class Percent implements RefundRule {
  private static final int WHOLE = 100;

  @Override
  public List<Refund> refunds(
      Auction auction, Selected selected, int winner, BigFraction charged, BigFraction surplus) {
    TreeMap<Integer, Integer> percents = new TreeMap<>();
    for (OrderUse use : auction.bids().get(winner).uses()) {
      percents.merge(use.identity(), use.percent(), Integer::sum);
    }
    return percents.entrySet().stream()
        .map(
            entry ->
                new Refund(
                    entry.getKey(), surplus.multiply(BigFraction.of(entry.getValue(), WHOLE))))
        .toList();
  }
}
