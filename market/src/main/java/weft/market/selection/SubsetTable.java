package weft.market.selection;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// The most that bids offer together inside each subset of up to [#MAX_ROLLUPS] rollups, where bids
/// exclude each other only by sharing a rollup.
///
/// Amounts whose sums fit into a `long` are kept as such. Larger ones have their leading bits in
/// the same `long`s, which decide nearly every comparison, and their exact value beside.
public final class SubsetTable {
  /// A table of 2^16 sums is filled in at most 3^16 / 2 steps: some 30 ms.
  public static final int MAX_ROLLUPS = 16;

  private final int shift;
  private final long[] leading;

  /// Empty if `leading` is exact.
  private final BigInteger[] exact;

  private SubsetTable(int shift, long[] leading, BigInteger[] exact) {
    this.shift = shift;
    this.leading = leading;
    this.exact = exact;
  }

  /// Steps that filling a table takes.
  static long steps(int rollups, int[] packages) {
    long steps = 1L << rollups;
    for (int one : packages) {
      steps += 1L << (rollups - Integer.numberOfTrailingZeros(one) - Integer.bitCount(one));
    }
    return steps;
  }

  /// Fills a table.
  ///
  /// @param rollups how many, at most [#MAX_ROLLUPS]
  /// @param packages as bits, none of them empty; more than one bid may name a package
  /// @param amounts what is offered for each package
  public static SubsetTable of(int rollups, int[] packages, List<BigInteger> amounts) {
    if (rollups > MAX_ROLLUPS) {
      throw new IllegalArgumentException(
          "a table has at most " + MAX_ROLLUPS + " rollups, got " + rollups);
    }
    int size = 1 << rollups;
    int shift = Amounts.shift(amounts, rollups);
    SubsetTable table =
        new SubsetTable(shift, new long[size], new BigInteger[shift == 0 ? 0 : size]);
    int[] next = new int[packages.length];
    int[] first = new int[rollups + 1];
    Arrays.fill(first, -1);
    for (int i = packages.length - 1; i >= 0; i--) {
      int lowest = Integer.numberOfTrailingZeros(packages[i]);
      next[i] = first[lowest];
      first[lowest] = i;
    }
    if (shift > 0) {
      table.exact[0] = BigInteger.ZERO;
    }
    for (int lowest = rollups - 1; lowest >= 0; lowest--) {
      table.leaveUnsold(lowest);
      for (int i = first[lowest]; i >= 0; i = next[i]) {
        table.offer(packages[i], amounts.get(i), (size - 1) & -(2 << lowest));
      }
    }
    return table;
  }

  /// What the sets with this lowest rollup are worth without it.
  private void leaveUnsold(int lowest) {
    int bit = 1 << lowest;
    for (int rest = 0; rest < leading.length; rest += 2 * bit) {
      leading[rest | bit] = leading[rest];
      if (shift > 0) {
        exact[rest | bit] = exact[rest];
      }
    }
  }

  /// Sells a package in every set of it and some of the rollups `above` its lowest.
  private void offer(int one, BigInteger amount, int above) {
    long head = amount.shiftRight(shift).longValueExact();
    int free = above & ~one;
    int rest = free;
    while (true) {
      long sum = head + leading[rest];
      int set = one | rest;
      if (shift == 0) {
        if (sum > leading[set]) {
          leading[set] = sum;
        }
      } else if (sum + 1 >= leading[set]) {
        BigInteger whole = amount.add(exact[rest]);
        if (whole.compareTo(exact[set]) > 0) {
          exact[set] = whole;
          leading[set] = whole.shiftRight(shift).longValueExact();
        }
      }
      if (rest == 0) {
        return;
      }
      rest = (rest - 1) & free;
    }
  }

  /// The most that is offered for rollups of the set.
  public BigInteger value(int set) {
    return shift == 0 ? BigInteger.valueOf(leading[set]) : exact[set];
  }

  /// Whether selling a package for this amount and the rest of the set at best reaches the set's
  /// value.
  boolean reaches(int one, BigInteger amount, int set) {
    return amount.add(value(set & ~one)).equals(value(set));
  }
}
