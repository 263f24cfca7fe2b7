package weft.market.selection;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The linear relaxation of a component, some of whose items are gone: bids may win in part. Its
/// dual is a price for each item such that no bid offers more than its items cost, so the prices of
/// the items that are left bound what can still be earned.
///
/// A simplex method in fixed-point numbers. Prices are mended to be valid whatever was rounded, so
/// that rounding costs tightness, never truth; and it rounds the same everywhere.
final class Relaxation {
  /// Offers are rounded up to so many leading bits.
  private static final int PRECISION_BITS = 34;

  /// Of prices, whose whole part is in units of rounded offers.
  private static final int PRICE_FRACTION_BITS = 22;

  /// Of the inverse and of levels.
  private static final int FRACTION_BITS = 40;

  private static final long ONE = 1L << FRACTION_BITS;

  /// What is nearer to zero is taken for it.
  private static final long NIL = ONE >> 14;

  /// Nothing smaller is divided by.
  private static final long MIN_PIVOT = ONE >> 7;

  /// Greater numbers mean that rounding got out of hand.
  private static final long MAX_ENTRY = ONE << 8;

  /// Groups have prices of their own up to so many items, and two for each rollup.
  private static final int MAX_ROWS = 128;

  /// Entries that are touched in the time of one search node.
  private static final int ENTRIES_PER_NODE = 32;

  private final Component component;
  private final int rows;

  /// By row: its item. Groups have none where there are too many.
  private final int[] itemOf;

  /// By item: its row, or -1.
  private final int[] rowOf;

  /// By bid: its rows; empty for bids that do not fit.
  private final int[][] covered;

  private final int scale;
  private final long[] inverse;
  private final long[] levels;

  /// By row: a bid, or the number of bids plus the item whose slack is basic.
  private final int[] basis;

  private final boolean[] basic;
  private final long[] prices;
  private final long[] column;
  private boolean stuck;
  private long entries;

  /// Nothing is sold yet.
  ///
  /// @param free the items that are there
  /// @param bids that fit into them
  Relaxation(Component component, long[] free, int[] bids) {
    this.component = component;
    int items = Arrays.stream(free).mapToInt(Long::bitCount).sum();
    int limit = items <= MAX_ROWS + 2 * component.rollups ? component.items : component.rollups;
    itemOf =
        IntStream.range(0, limit)
            .filter(item -> ((free[item / Long.SIZE] >>> item) & 1) != 0)
            .toArray();
    rows = itemOf.length;
    rowOf = new int[component.items];
    Arrays.fill(rowOf, -1);
    for (int row = 0; row < rows; row++) {
      rowOf[itemOf[row]] = row;
    }
    covered = new int[component.bids()][];
    long greatest = 0;
    for (int bid : bids) {
      covered[bid] =
          Arrays.stream(component.itemsOf[bid])
              .map(item -> rowOf[item])
              .filter(row -> row >= 0)
              .toArray();
      greatest = Math.max(greatest, component.weights[bid]);
    }
    scale = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(greatest) - PRECISION_BITS);
    inverse = new long[rows * rows];
    levels = new long[rows];
    basis = new int[rows];
    basic = new boolean[component.bids() + rows];
    prices = new long[rows];
    column = new long[rows];
    for (int row = 0; row < rows; row++) {
      inverse[row * rows + row] = ONE;
      levels[row] = ONE;
      basis[row] = component.bids() + row;
      basic[basis[row]] = true;
    }
  }

  private Relaxation(Relaxation other) {
    component = other.component;
    rows = other.rows;
    itemOf = other.itemOf;
    rowOf = other.rowOf;
    covered = other.covered;
    scale = other.scale;
    inverse = other.inverse.clone();
    levels = other.levels.clone();
    basis = other.basis.clone();
    basic = other.basic.clone();
    prices = other.prices.clone();
    column = new long[rows];
    stuck = other.stuck;
  }

  /// The same without items that were there.
  Relaxation without(int... items) {
    Relaxation rest = new Relaxation(this);
    for (int item : items) {
      rest.remove(item);
    }
    return rest;
  }

  /// The time spent since this was last asked, in search nodes.
  long takeNodes() {
    long nodes = entries / ENTRIES_PER_NODE + 1;
    entries = 0;
    return nodes;
  }

  private void remove(int item) {
    int gone = rowOf[item];
    for (int row = 0; row < rows && gone >= 0; row++) {
      levels[row] -= inverse[row * rows + gone];
    }
  }

  private long weight(int bid) {
    return (component.weights[bid] + (1L << scale) - 1) >> scale;
  }

  /// Finds the best prices from the start.
  void solve(int[] bids) {
    for (int pivots = 20 * rows + 100; pivots > 0 && !stuck; pivots--) {
      price();
      int entering = mostUnderpriced(bids);
      if (entering < 0) {
        return;
      }
      enter(entering);
      int leaving = -1;
      for (int row = 0; row < rows; row++) {
        if (column[row] >= MIN_PIVOT && (leaving < 0 || leavesBefore(row, leaving))) {
          leaving = row;
        }
      }
      if (leaving < 0) {
        break;
      }
      pivot(leaving, entering);
    }
    stuck = true;
    price();
  }

  /// Whether a row reaches zero first; of those that do together the one with the greater pivot.
  private boolean leavesBefore(int row, int other) {
    long level = Math.max(NIL, levels[row]);
    long than = Math.max(NIL, levels[other]);
    return (level == NIL && than == NIL)
        ? column[row] > column[other]
        : isLess(level, column[row], than, column[other]);
  }

  /// Whether rounding or the number of pivots kept it from the best prices.
  boolean isStuck() {
    return stuck;
  }

  /// Finds the best prices again after items were removed, or until the items that are left cost no
  /// more than `enough`.
  void resolve(int[] bids, long[] free, long enough) {
    for (int pivots = rows + 20; pivots > 0 && !stuck; pivots--) {
      int leaving = 0;
      for (int row = 1; row < rows; row++) {
        if (levels[row] < levels[leaving]) {
          leaving = row;
        }
      }
      if (levels[leaving] >= -NIL || bound(free) <= enough) {
        return;
      }
      int entering = cheapest(bids, leaving);
      if (entering < 0) {
        return;
      }
      enter(entering);
      pivot(leaving, entering);
      price();
    }
  }

  private long bound(long[] free) {
    long sum = 0;
    for (int row = 0; row < rows; row++) {
      if (((free[itemOf[row] / Long.SIZE] >>> itemOf[row]) & 1) != 0) {
        sum += rounded(prices[row]);
      }
    }
    return sum;
  }

  /// Whether so few of its items are left that a new one is cheaper.
  boolean isOversized(long[] free) {
    int left = 0;
    for (int item : itemOf) {
      left += (int) ((free[item / Long.SIZE] >>> item) & 1);
    }
    return 4 * left < 3 * rows;
  }

  private long rounded(long price) {
    return ((price + (1L << PRICE_FRACTION_BITS) - 1) >> PRICE_FRACTION_BITS) << scale;
  }

  /// The prices that belong to the basis.
  private void price() {
    Arrays.fill(prices, 0);
    for (int row = 0; row < rows; row++) {
      if (basis[row] < component.bids()) {
        long weight = weight(basis[row]);
        int begin = row * rows;
        for (int item = 0; item < rows; item++) {
          prices[item] +=
              product(weight, inverse[begin + item], FRACTION_BITS - PRICE_FRACTION_BITS);
        }
        entries += rows;
      }
    }
  }

  /// What a bid's items cost beyond what it offers.
  private long slack(int bid) {
    long slack = -weight(bid) << PRICE_FRACTION_BITS;
    for (int item : covered[bid]) {
      slack += prices[item];
    }
    return slack;
  }

  private int mostUnderpriced(int[] bids) {
    int found = -1;
    long least = -1L << PRICE_FRACTION_BITS;
    for (int bid : bids) {
      if (!basic[bid]) {
        long slack = slack(bid) / covered[bid].length;
        entries += covered[bid].length;
        if (slack < least) {
          least = slack;
          found = bid;
        }
      }
    }
    for (int item = 0; item < rows; item++) {
      if (prices[item] < least && !basic[component.bids() + item]) {
        least = prices[item];
        found = component.bids() + item;
      }
    }
    return found;
  }

  /// What becomes dearest least when the row's level has to rise.
  private int cheapest(int[] bids, int row) {
    int begin = row * rows;
    int found = -1;
    long least = 0;
    long by = 1;
    for (int bid : bids) {
      if (basic[bid]) {
        continue;
      }
      long rate = 0;
      for (int item : covered[bid]) {
        rate -= inverse[begin + item];
      }
      entries += covered[bid].length;
      if (rate >= MIN_PIVOT) {
        long slack = Math.max(0, slack(bid));
        if (found < 0 || isLess(slack, rate, least, by)) {
          found = bid;
          least = slack;
          by = rate;
        }
      }
    }
    for (int item = 0; item < rows; item++) {
      long rate = -inverse[begin + item];
      if (rate >= MIN_PIVOT
          && !basic[component.bids() + item]
          && (found < 0 || isLess(Math.max(0, prices[item]), rate, least, by))) {
        found = component.bids() + item;
        least = Math.max(0, prices[item]);
        by = rate;
      }
    }
    return found;
  }

  /// Whether a/b < c/d, b and d above zero.
  private static boolean isLess(long a, long b, long c, long d) {
    long left = Math.multiplyHigh(a, d);
    long right = Math.multiplyHigh(c, b);
    return left != right ? left < right : Long.compareUnsigned(a * d, c * b) < 0;
  }

  /// The column of what enters the basis, in terms of the basis.
  private void enter(int entering) {
    if (entering >= component.bids()) {
      int item = entering - component.bids();
      for (int row = 0; row < rows; row++) {
        column[row] = inverse[row * rows + item];
      }
      return;
    }
    int[] items = covered[entering];
    for (int row = 0; row < rows; row++) {
      long sum = 0;
      for (int item : items) {
        sum += inverse[row * rows + item];
      }
      column[row] = sum;
    }
    entries += (long) rows * items.length;
  }

  /// a·b without its last bits.
  private static long product(long a, long b, int bits) {
    return (Math.multiplyHigh(a, b) << (Long.SIZE - bits)) | ((a * b) >>> bits);
  }

  private void pivot(int leaving, int entering) {
    long reciprocal =
        BigInteger.ONE
            .shiftLeft(2 * FRACTION_BITS)
            .divide(BigInteger.valueOf(column[leaving]))
            .longValueExact();
    int from = leaving * rows;
    for (int item = 0; item < rows; item++) {
      inverse[from + item] = product(inverse[from + item], reciprocal, FRACTION_BITS);
    }
    levels[leaving] = product(levels[leaving], reciprocal, FRACTION_BITS);
    long greatest = 0;
    for (int row = 0; row < rows; row++) {
      long factor = column[row];
      if (row == leaving || factor == 0) {
        continue;
      }
      int begin = row * rows;
      for (int item = 0; item < rows; item++) {
        long entry = inverse[begin + item] - product(factor, inverse[from + item], FRACTION_BITS);
        inverse[begin + item] = entry;
        greatest |= Math.abs(entry);
      }
      levels[row] -= product(factor, levels[leaving], FRACTION_BITS);
      entries += rows;
    }
    basic[basis[leaving]] = false;
    basic[entering] = true;
    basis[leaving] = entering;
    stuck |= greatest > MAX_ENTRY;
  }

  /// Whole prices of all items at which none of the bids, which fit, offers more than its items
  /// cost.
  long[] validPrices(int[] bids) {
    long[] valid = new long[component.items];
    long greatest = 0;
    for (int bid : bids) {
      greatest = Math.max(greatest, component.weights[bid]);
    }
    for (int row = 0; row < rows; row++) {
      valid[itemOf[row]] = Math.clamp(rounded(prices[row]), 0, greatest);
    }
    for (int bid : bids) {
      long missing = component.weights[bid];
      for (int item : component.itemsOf[bid]) {
        missing -= valid[item];
      }
      if (missing > 0) {
        valid[component.itemsOf[bid][0]] += missing;
      }
    }
    return valid;
  }
}
