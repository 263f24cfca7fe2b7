package weft.market.pricing;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.linear.LinearProgram;
import weft.market.linear.LinearProgram.Relation;
import weft.market.linear.LinearProgram.Row;
import weft.market.linear.LinearProgram.Variable;
import weft.market.linear.LinearSolution;
import weft.market.linear.NearestPoint;
import weft.market.linear.NearestPoint.Constraint;
import weft.market.linear.Simplex;
import weft.market.selection.Selected;
import weft.market.selection.Selection;

/// The payments nearest to VCG among the cheapest that no coalition of bidders would outbid.
///
/// Day and Raghavan (2007): a coalition that offers more than it would have to pay is looked for,
/// its demand becomes a constraint, and payments are found anew, until there is none. Day and
/// Cramton (2012): among payments of least sum, those at least squared distance from VCG.
///
/// No core-selecting rule is strategy-proof. If the search for coalitions is spent, all pay what
/// they offered, which no coalition outbids.
final class CoreNearest implements PricingRule {
  /// Coalitions that are taken in before the search is given up.
  static final int MAX_COALITIONS = 512;

  private final Selection selection;

  CoreNearest(Selection selection) {
    this.selection = selection;
  }

  @Override
  public Priced price(Auction auction, Selected selected, BitSet asked) {
    WinningBidders bidders = WinningBidders.of(auction, selected);
    List<BigFraction> offers = bidders.offers().stream().map(BigFraction::of).toList();
    List<BigFraction> vcg = new Vcg(selection).payments(auction, selected, bidders, _ -> true);
    BlockingSearch search = new BlockingSearch(selection, auction, bidders);
    List<Constraint> demands = new ArrayList<>();
    int count = bidders.ids().size();
    for (int place = 0; place < count; place++) {
      List<BigFraction> own = unit(count, place);
      demands.add(Constraint.atLeast(own, vcg.get(place)));
      demands.add(Constraint.atMost(own, offers.get(place)));
    }
    List<BigFraction> payments = vcg;
    for (int found = 0; found < MAX_COALITIONS; found++) {
      Optional<Blocking> blocking = search.find(payments);
      if (blocking.isEmpty()) {
        return new Priced(
            bidders.byBid(auction, selected, search.spent() ? offers : payments), search.spent());
      }
      demands.add(blocking.get().demand());
      payments = nearestOfCheapest(vcg, demands);
    }
    return new Priced(bidders.byBid(auction, selected, offers), true);
  }

  private static List<BigFraction> unit(int count, int place) {
    return IntStream.range(0, count)
        .mapToObj(i -> i == place ? BigFraction.ONE : BigFraction.ZERO)
        .toList();
  }

  private static List<BigFraction> nearestOfCheapest(
      List<BigFraction> vcg, List<Constraint> demands) {
    int count = vcg.size();
    List<Variable> variables = Collections.nCopies(count, new Variable(BigFraction.ONE, false));
    List<Row> rows =
        demands.stream().map(d -> new Row(d.normal(), Relation.AT_LEAST, d.bound())).toList();
    if (!(Simplex.minimise(new LinearProgram(variables, rows))
        instanceof LinearSolution.Optimal cheapest)) {
      throw new IllegalStateException("what is offered meets every demand, yet no payments do");
    }
    List<Constraint> tight = new ArrayList<>(demands);
    tight.add(Constraint.equal(Collections.nCopies(count, BigFraction.ONE), cheapest.value()));
    return NearestPoint.of(vcg, tight).orElseThrow();
  }
}
