package weft.market.sharing;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.game.Component;
import weft.market.game.Game;
import weft.market.selection.Selected;

/// The average of a rollup's marginal contributions over all orders of arrival, component by
/// component. Source: Shapley, "A Value for n-Person Games", 1953.
public final class ShapleyValue implements SharingRule {
  /// The most rollups that a component may have; 8 if it has groups or budgets.
  public static final int MAX_ROLLUPS = 16;

  @Override
  public Solution solve(Auction auction, Game game, Selected selected) {
    Optional<Solution.OverLimit> over = Solution.OverLimit.among(game.components(), MAX_ROLLUPS);
    if (over.isPresent()) {
      return over.get();
    }
    BigFraction[] shares = new BigFraction[auction.rollups().size()];
    Arrays.fill(shares, BigFraction.ZERO);
    for (Component component : game.components()) {
      int[] rollups = component.rollups().indices().toArray();
      BigFraction[] values = of(Table.of(game, component.rollups()), rollups.length);
      for (int k = 0; k < rollups.length; k++) {
        shares[rollups[k]] = values[k];
      }
    }
    return Solution.solved(new Split(List.of(shares)));
  }

  /// φ_i = Σ_S∋i (s−1)!(n−s)!/n! · v(S) − Σ_S∌i s!(n−s−1)!/n! · v(S), so sums of v by the size of
  /// S, once over all S and once over those with i, are all that it needs.
  static BigFraction[] of(BigInteger[] table, int players) {
    BigInteger[] all = zeros(players + 1);
    BigInteger[][] with = new BigInteger[players][];
    for (int i = 0; i < players; i++) {
      with[i] = zeros(players + 1);
    }
    for (int mask = 1; mask < table.length; mask++) {
      int size = Integer.bitCount(mask);
      all[size] = all[size].add(table[mask]);
      for (int rest = mask; rest != 0; rest &= rest - 1) {
        BigInteger[] sums = with[Integer.numberOfTrailingZeros(rest)];
        sums[size] = sums[size].add(table[mask]);
      }
    }
    BigInteger[] factorials = factorials(players);
    BigFraction[] values = new BigFraction[players];
    for (int i = 0; i < players; i++) {
      BigInteger sum = BigInteger.ZERO;
      for (int size = 1; size <= players; size++) {
        BigInteger joining = factorials[size - 1].multiply(factorials[players - size]);
        sum = sum.add(joining.multiply(with[i][size]));
        if (size < players) {
          BigInteger absent = factorials[size].multiply(factorials[players - size - 1]);
          sum = sum.subtract(absent.multiply(all[size].subtract(with[i][size])));
        }
      }
      values[i] = BigFraction.of(sum, factorials[players]);
    }
    return values;
  }

  private static BigInteger[] zeros(int count) {
    BigInteger[] zeros = new BigInteger[count];
    Arrays.fill(zeros, BigInteger.ZERO);
    return zeros;
  }

  private static BigInteger[] factorials(int count) {
    BigInteger[] factorials = new BigInteger[count + 1];
    factorials[0] = BigInteger.ONE;
    for (int k = 1; k <= count; k++) {
      factorials[k] = factorials[k - 1].multiply(BigInteger.valueOf(k));
    }
    return factorials;
  }
}
