package weft.market.pricing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.linear.LinearProgram;
import weft.market.linear.LinearSolution;
import weft.market.linear.NearestPoint;
import weft.market.linear.NearestPoint.Constraint;
import weft.market.linear.Simplex;
import weft.market.selection.Selected;
import weft.market.selection.SlowSelection;

/// The slow, obvious core rule: asks every coalition of bidders what it offers.
final class CoreOracle {
  private CoreOracle() {}

  static List<BigFraction> prices(Auction auction, Selected selected) {
    WinningBidders bidders = WinningBidders.of(auction, selected);
    int count = bidders.ids().size();
    List<Constraint> demands = new ArrayList<>();
    for (int place = 0; place < count; place++) {
      demands.add(
          Constraint.sumAtMost(count, 1L << place, BigFraction.of(bidders.offers().get(place))));
    }
    for (int coalition = 0; coalition < 1 << auction.budgets().size(); coalition++) {
      BigInteger demand = offered(auction, coalition);
      long outside = 0;
      for (int place = 0; place < count; place++) {
        if ((coalition >>> bidders.ids().get(place) & 1) == 1) {
          demand = demand.subtract(bidders.offers().get(place));
        } else {
          outside |= 1L << place;
        }
      }
      demands.add(Constraint.sumAtLeast(count, outside, BigFraction.of(demand)));
    }
    List<BigFraction> vcg = new ArrayList<>();
    int all = (1 << auction.budgets().size()) - 1;
    for (int place = 0; place < count; place++) {
      BigInteger without = offered(auction, all & ~(1 << bidders.ids().get(place)));
      BigInteger others = selected.value().subtract(bidders.offers().get(place));
      vcg.add(BigFraction.of(without.subtract(others)));
    }
    LinearSolution cheapest =
        Simplex.minimise(
            new LinearProgram(
                Collections.nCopies(count, new LinearProgram.Variable(BigFraction.ONE, false)),
                demands.stream()
                    .map(
                        d ->
                            new LinearProgram.Row(
                                d.normal(), LinearProgram.Relation.AT_LEAST, d.bound()))
                    .toList()));
    demands.add(
        Constraint.equal(
            Collections.nCopies(count, BigFraction.ONE),
            ((LinearSolution.Optimal) cheapest).value()));
    return bidders.byBid(auction, selected, NearestPoint.of(vcg, demands).orElseThrow());
  }

  private static BigInteger offered(Auction auction, int coalition) {
    return new SlowSelection()
        .select(auction.keeping(bid -> (coalition >>> bid.bidder() & 1) == 1))
        .value();
  }
}
