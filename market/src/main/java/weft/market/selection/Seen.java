package weft.market.selection;

import java.math.BigInteger;

/// What was earned when the search was last through with a set of free items: coming back with no
/// more is of no use. A bounded cache; a set may be forgotten.
final class Seen {
  private final long[] sets;
  private final long[] earned;

  /// Empty where `earned` is exact.
  private final BigInteger[] exact;

  /// @param slots how many sets to remember, a power of two
  /// @param isExact whether sums fit into a `long`
  Seen(int slots, boolean isExact) {
    sets = new long[slots];
    earned = new long[slots];
    exact = new BigInteger[isExact ? 0 : slots];
  }

  private int slot(long set) {
    return (int) ((set * 0x9E3779B97F4A7C15L) >>> 40) & (sets.length - 1);
  }

  /// Whether the search was through with the set, having earned at least so much.
  boolean covers(long set, long sum, BigInteger whole) {
    int slot = slot(set);
    return sets[slot] == set
        && earned[slot] >= sum
        && (exact.length == 0 || exact[slot].compareTo(whole) >= 0);
  }

  void add(long set, long sum, BigInteger whole) {
    int slot = slot(set);
    sets[slot] = set;
    earned[slot] = sum;
    if (exact.length > 0) {
      exact[slot] = whole;
    }
  }
}
