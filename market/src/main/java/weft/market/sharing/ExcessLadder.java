package weft.market.sharing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.linear.Rational;

/// Makes the greatest excess of a game's coalitions as small as possible, then the next greatest,
/// and so on: the first rung is the least core, the last leaves one split, the prenucleolus.
///
/// Rung k is the programme min ε, x(S) + ε ≥ v(S) for coalitions S that are not settled yet, x(T)
/// as found for those that are (Kopelowitz 1967). Its dual has one row for each player and one for
/// Σλ = 1, so its basis is a small matrix of zeros and ones whose inverse, times its determinant,
/// fits in `long`; coalitions enter when their excess asks for it, none is listed. Coalitions with
/// λ > 0 are tight in every optimum and are settled by the rung, as is whatever they span; each
/// settles at least one dimension, so there are fewer rungs than players.
final class ExcessLadder {
  /// By Hadamard's bound, minors of matrices of zeros and ones with 17 rows stay below 2^21.
  static final int MAX_PLAYERS = 16;

  /// Pivots without gain before Bland's rule.
  private static final int PATIENCE = 8;

  private final int players;
  private final BigInteger[] values;
  private final RoughValues rough;

  /// Settled coalitions, independent, and what each gets.
  private List<Integer> settled;

  private List<BigFraction> totals;

  /// Coalitions that complete the settled ones to a basis of all payoff vectors.
  private List<Integer> loose;

  private BigFraction[] split;

  /// @param values v by coalition mask
  /// @param players at least 1, at most [#MAX_PLAYERS]
  ExcessLadder(BigInteger[] values, int players) {
    this.players = players;
    this.values = values;
    this.rough = new RoughValues(values, players);
    this.settled = List.of(values.length - 1);
    this.totals = List.of(BigFraction.of(values[values.length - 1]));
    this.loose = new ArrayList<>();
    for (int i = 0; i < players - 1; i++) {
      loose.add(1 << i);
    }
    this.split = new BigFraction[] {totals.getFirst()};
  }

  /// Whether one split is left.
  boolean isDown() {
    return settled.size() == players;
  }

  /// One that is best so far.
  List<BigFraction> split() {
    return List.of(split);
  }

  /// Goes down one rung.
  ///
  /// @return the greatest excess of a coalition that was not settled, now as small as can be
  BigFraction descend() {
    List<Integer> start = new ArrayList<>(settled);
    start.addAll(loose);
    start.add(values.length - 1 - loose.getFirst());
    CoalitionBasis basis = CoalitionBasis.of(players, settled.size(), start);
    boolean[] spanned = basis.spanned();
    BigInteger unit = Rational.commonDenominator(totals);
    int idle = 0;
    while (true) {
      Prices prices = prices(basis, unit);
      int entering = prices.entering(spanned, rough, values, idle > PATIENCE);
      if (entering < 0) {
        return settle(basis, prices);
      }
      idle = basis.enter(entering) ? 0 : idle + 1;
    }
  }

  /// The x and ε at which all coalitions of the basis are tight.
  private Prices prices(CoalitionBasis basis, BigInteger unit) {
    BigInteger[] sums = new BigInteger[players + 1];
    Arrays.fill(sums, BigInteger.ZERO);
    for (int k = 0; k <= players; k++) {
      BigInteger cost =
          k < totals.size()
              ? totals.get(k).getNumerator().multiply(unit.divide(totals.get(k).getDenominator()))
              : values[basis.coalition(k)].multiply(unit);
      for (int i = 0; i <= players; i++) {
        long factor = basis.inverse(k, i);
        if (factor != 0) {
          sums[i] = sums[i].add(cost.multiply(BigInteger.valueOf(factor)));
        }
      }
    }
    return new Prices(sums, unit.multiply(BigInteger.valueOf(basis.determinant())));
  }

  private BigFraction settle(CoalitionBasis basis, Prices prices) {
    BigFraction excess = prices.excess();
    List<Integer> tight = new ArrayList<>();
    List<Integer> rest = new ArrayList<>();
    for (int k = settled.size(); k <= players; k++) {
      (basis.weight(k) > 0 ? tight : rest).add(basis.coalition(k));
    }
    tight.sort(Comparator.naturalOrder());
    List<Integer> nowSettled = new ArrayList<>(settled);
    List<BigFraction> nowTotals = new ArrayList<>(totals);
    for (int coalition : tight.subList(0, tight.size() - 1)) {
      nowSettled.add(coalition);
      nowTotals.add(BigFraction.of(values[coalition]).subtract(excess));
    }
    settled = nowSettled;
    totals = nowTotals;
    loose = List.copyOf(new TreeSet<>(rest));
    split = prices.split();
    return excess;
  }
}
