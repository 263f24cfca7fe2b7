package weft.market.sharing;

import java.math.BigInteger;
import java.util.Arrays;

/// How far coalitions stand above a split, in `long` fixed point: enough to find where exact
/// numbers are worth their time, never to decide anything.
final class RoughValues {
  private static final int VALUE_BITS = 44;
  private static final int MAX_BITS = 56;

  private final int players;
  private final int shift;
  private final long[] values;
  private final long[] above;
  private boolean loaded;

  RoughValues(BigInteger[] exact, int players) {
    this.players = players;
    int bits = Arrays.stream(exact).mapToInt(BigInteger::bitLength).max().orElse(0);
    this.shift = VALUE_BITS - bits;
    this.values = Arrays.stream(exact).mapToLong(v -> v.shiftLeft(shift).longValue()).toArray();
    this.above = new long[exact.length];
  }

  /// Computes v(S) − x(S) − ε for all S.
  ///
  /// @param numerators of x by player, then of ε
  /// @return whether the numbers are small enough
  boolean load(BigInteger[] numerators, BigInteger denominator) {
    long[] prices = new long[players + 1];
    loaded = true;
    for (int i = 0; i <= players; i++) {
      BigInteger price = numerators[i].shiftLeft(shift).divide(denominator);
      loaded &= price.bitLength() <= MAX_BITS;
      prices[i] = price.longValue();
    }
    if (loaded) {
      above[0] = prices[players];
      for (int mask = 1; mask < above.length; mask++) {
        above[mask] = above[mask & (mask - 1)] + prices[Integer.numberOfTrailingZeros(mask)];
      }
      for (int mask = 0; mask < above.length; mask++) {
        above[mask] = values[mask] - above[mask];
      }
    }
    return loaded;
  }

  long above(int mask) {
    return above[mask];
  }

  /// The most that [#above] can be wrong: less than two for each of its summands.
  long doubt() {
    return 2L * (players + 2);
  }

  /// Whether exact numbers may say above zero.
  boolean doubtful(int mask) {
    return !loaded || above[mask] >= -doubt();
  }
}
