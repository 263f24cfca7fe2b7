package weft.chain.ordering;

import java.math.BigInteger;
import weft.ledger.execution.LaneUnit;
import weft.primitives.Amount;

/// A unit's rank by priority: tip per byte of the transaction's envelope, the higher the earlier;
/// where the rates are equal, the place in the block, the lower the earlier.
///
/// Rates are compared by cross multiplication, so nothing is rounded and two rates are equal only
/// if they are the same number.
///
/// @param bytes size of the envelope, at least 1
/// @param position place among the lane's units in block order; differs between units
record TipRate(Amount tip, int bytes, int position) implements Comparable<TipRate> {
  /// Up to here the product with a size fits an amount.
  private static final Amount MAX_NARROW = Amount.MAX.mulDivFloor(1, Integer.MAX_VALUE);

  static TipRate of(LaneUnit unit, int position) {
    return new TipRate(unit.tip(), unit.transaction().transaction().size(), position);
  }

  @Override
  public int compareTo(TipRate other) {
    int higherFirst = compareRates(other, this);
    return higherFirst != 0 ? higherFirst : Integer.compare(position, other.position);
  }

  private static int compareRates(TipRate a, TipRate b) {
    boolean narrow = a.tip.compareTo(MAX_NARROW) <= 0 && b.tip.compareTo(MAX_NARROW) <= 0;
    return narrow
        ? a.tip.times(b.bytes).compareTo(b.tip.times(a.bytes))
        : wide(a.tip, b.bytes).compareTo(wide(b.tip, a.bytes));
  }

  private static BigInteger wide(Amount tip, int bytes) {
    return tip.toBigInteger().multiply(BigInteger.valueOf(bytes));
  }
}
