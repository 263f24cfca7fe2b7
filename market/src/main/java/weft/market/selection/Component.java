package weft.market.selection;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// Bids that may exclude each other, numbered by precedence, and what they compete for: items,
/// which are rollups (first, ascending) and groups.
///
/// Amounts are divided by what divides them all. `weights` are their leading bits, rounded up, so
/// that sums of them fit; with a `shift` of zero they are the amounts.
final class Component {
  final int rollups;
  final int items;

  /// By rollup: its index in the auction.
  final int[] rollupIndex;

  /// By bid: its index in the auction.
  final int[] index;

  /// By bid: its items, ascending.
  final int[][] itemsOf;

  /// Words of a set of items.
  final int words;

  /// By bid, `words` each: its items as bits.
  final long[] masks;

  private final BigInteger divisor;
  final List<BigInteger> amounts;
  final int shift;
  final long[] weights;

  /// By bid: the budget that it counts against, or -1.
  final int[] budgetOf;

  final BigInteger[] budgets;

  Component(
      int[] rollupIndex,
      int items,
      int[] index,
      int[][] itemsOf,
      List<BigInteger> amounts,
      int[] budgetOf,
      BigInteger[] budgets) {
    this.rollupIndex = rollupIndex;
    rollups = rollupIndex.length;
    this.items = items;
    this.index = index;
    this.itemsOf = itemsOf;
    this.budgetOf = budgetOf;
    words = (items + Long.SIZE - 1) / Long.SIZE;
    masks = new long[index.length * words];
    for (int bid = 0; bid < index.length; bid++) {
      for (int item : itemsOf[bid]) {
        masks[bid * words + item / Long.SIZE] |= 1L << item;
      }
    }
    divisor = Amounts.shift(amounts, items) == 0 ? BigInteger.ONE : Amounts.divisor(amounts);
    this.amounts =
        divisor.equals(BigInteger.ONE)
            ? amounts
            : amounts.stream().map(amount -> amount.divide(divisor)).toList();
    this.budgets = budgets.clone();
    Arrays.setAll(this.budgets, budget -> budgets[budget].divide(divisor));
    shift = Amounts.shift(this.amounts, items);
    weights = new long[index.length];
    Arrays.setAll(weights, bid -> Amounts.roundedUp(this.amounts.get(bid), shift));
  }

  /// An amount of the auction, rounded up.
  BigInteger inUnits(BigInteger amount) {
    return amount.add(divisor).subtract(BigInteger.ONE).divide(divisor);
  }

  /// The amounts as the auction has them.
  List<BigInteger> amountsInAuction() {
    return amounts.stream().map(amount -> amount.multiply(divisor)).toList();
  }

  int bids() {
    return index.length;
  }

  /// Whether bids exclude each other only by sharing a rollup.
  boolean isPlain() {
    return items == rollups && budgets.length == 0;
  }

  /// What bids offer together.
  BigInteger value(int[] bids) {
    BigInteger sum = BigInteger.ZERO;
    for (int bid : bids) {
      sum = sum.add(amounts.get(bid));
    }
    return sum;
  }
}
