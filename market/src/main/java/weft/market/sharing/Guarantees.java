package weft.market.sharing;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.protocol.mechanism.Sharing;

/// What wins over a textbook rule: a winning bid's money goes to its own rollups only, and none of
/// them gets less than its floor.
public final class Guarantees {
  private Guarantees() {}

  /// What the rollups of a winning package get of what it distributes.
  ///
  /// Rules that divide in a ratio keep the ratio of the solution's shares; rules that add to each
  /// what is gained keep their differences. Then the nearest split, by least squares, that respects
  /// the floors is taken. Bidders' own splits are reduced in proportion to what stands above the
  /// floors.
  ///
  /// @param rule the rule that gave `solution`
  /// @param winner the winning bid
  /// @param floors by rollup of its package, ascending
  /// @param distributable what its rollups get together; not less than the sum of the floors
  /// @return by rollup of the package, ascending; in sum `distributable`
  public static List<BigFraction> apply(
      Sharing rule,
      Auction auction,
      Bid winner,
      Split solution,
      List<BigInteger> floors,
      BigFraction distributable) {
    List<BigFraction> shares =
        winner.rollups().indices().mapToObj(i -> solution.shares().get(i)).toList();
    return switch (rule) {
      case FIXED, PROPORTIONAL, MARGINAL ->
          WaterFilling.nearest(
              inRatio(rule, auction, winner, shares, distributable), floors, distributable);
      case EQUAL_SURPLUS, SHAPLEY, NUCLEOLUS -> WaterFilling.nearest(shares, floors, distributable);
      case VECTOR -> reduced(winner, floors, distributable);
    };
  }

  private static List<BigFraction> inRatio(
      Sharing rule,
      Auction auction,
      Bid winner,
      List<BigFraction> shares,
      BigFraction distributable) {
    boolean allZero = shares.stream().allMatch(BigFraction::isZero);
    if (allZero && rule == Sharing.FIXED) {
      List<BigInteger> weights =
          winner
              .rollups()
              .indices()
              .mapToObj(i -> auction.rollups().get(i).weight(winner.mechanism()))
              .toList();
      return InProportion.divide(distributable, weights);
    }
    return InProportion.divideExactly(distributable, shares);
  }

  private static List<BigFraction> reduced(
      Bid winner, List<BigInteger> floors, BigFraction distributable) {
    BigFraction amount = BigFraction.of(winner.amount());
    List<BigFraction> asked =
        winner.split().isEmpty()
            ? InProportion.equally(amount, floors.size())
            : winner.split().stream().map(BigFraction::of).toList();
    List<BigFraction> kept = WaterFilling.nearest(asked, floors, amount);
    BigFraction sum = BigFraction.of(floors.stream().reduce(BigInteger.ZERO, BigInteger::add));
    BigFraction above = amount.subtract(sum);
    if (above.isZero()) {
      return kept;
    }
    BigFraction part = distributable.subtract(sum).divide(above);
    return IntStream.range(0, floors.size())
        .mapToObj(i -> kept.get(i).subtract(floors.get(i)).multiply(part).add(floors.get(i)))
        .toList();
  }
}
