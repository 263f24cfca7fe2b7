package weft.examples.amm;

import java.util.Optional;

/// The best trade between two pools of the same tokens: buy x where it is cheap, sell it where it
/// is dear, both paid in y.
public final class ArbitrageMath {
  private ArbitrageMath() {}

  /// A trade and what it should bring.
  ///
  /// @param spendY goes into the cheap pool
  /// @param x comes out there, and goes into the dear pool
  /// @param receiveY comes out there
  public record Trade(long spendY, long x, long receiveY) {
    public long profit() {
      return receiveY - spendY;
    }
  }

  /// The most profitable trade. The profit is concave in the amount, so a search that keeps the
  /// better of two inner points closes in on it; rounding leaves it off by a few units at most.
  ///
  /// @param mostY what may be spent at most
  /// @param mostX what may be sold at most
  /// @return empty: no amount brings a profit
  public static Optional<Trade> best(PoolState cheap, PoolState dear, long mostY, long mostX) {
    long low = 0;
    long high = Math.min(mostY, spendFor(cheap, mostX));
    while (high - low > 8) {
      long third = (high - low) / 3;
      long left = low + third;
      long right = high - third;
      if (trade(cheap, dear, left).profit() < trade(cheap, dear, right).profit()) {
        low = left;
      } else {
        high = right;
      }
    }
    Trade best = trade(cheap, dear, low);
    for (long spend = low + 1; spend <= high; spend++) {
      Trade other = trade(cheap, dear, spend);
      best = other.profit() > best.profit() ? other : best;
    }
    return best.profit() > 0 ? Optional.of(best) : Optional.empty();
  }

  static Trade trade(PoolState cheap, PoolState dear, long spendY) {
    long x = cheap.amountOut(false, spendY);
    return new Trade(spendY, x, dear.amountOut(true, x));
  }

  /// The most that may be spent without getting more x than a limit.
  private static long spendFor(PoolState cheap, long mostX) {
    long low = 0;
    long high = ConstantProduct.MAX_SUPPLY - cheap.reserveY();
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (cheap.amountOut(false, middle) <= mostX) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
