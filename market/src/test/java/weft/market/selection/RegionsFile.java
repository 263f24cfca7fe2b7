package weft.market.selection;

import java.util.Locale;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Writes CATS files of our own: each bidder wants one of a few connected regions of a grid.
final class RegionsFile {
  private static final int MAX_ALTERNATIVES = 4;

  private RegionsFile() {}

  /// @param side of the grid; it has the square of it in goods
  static String of(int side, int bids, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int goods = side * side;
    int[] worth = random.ints(goods, 20_000, 100_000).toArray();
    StringBuilder lines = new StringBuilder();
    int dummies = 0;
    for (int bid = 0; bid < bids; ) {
      int alternatives = Math.min(bids - bid, 1 + random.nextInt(MAX_ALTERNATIVES));
      for (int i = 0; i < alternatives; i++) {
        SortedSet<Integer> region = region(random, side);
        double amount = 0;
        for (int good : region) {
          amount += worth[good] * (0.7 + 0.6 * random.nextDouble()) / 1_000;
        }
        amount *= 1 + 0.03 * region.size();
        lines.append(bid++).append(String.format(Locale.ROOT, "\t%.3f", amount));
        region.forEach(good -> lines.append('\t').append(good));
        if (alternatives > 1) {
          lines.append('\t').append(goods + dummies);
        }
        lines.append("\t#\n");
      }
      dummies += alternatives > 1 ? 1 : 0;
    }
    return "goods " + goods + "\nbids " + bids + "\ndummy " + dummies + "\n\n" + lines;
  }

  private static SortedSet<Integer> region(SplittableRandom random, int side) {
    SortedSet<Integer> region = new TreeSet<>();
    int x = random.nextInt(side);
    int y = random.nextInt(side);
    do {
      region.add(x * side + y);
      boolean isAcross = random.nextBoolean();
      int step = random.nextBoolean() ? 1 : -1;
      x = Math.clamp(x + (isAcross ? step : 0), 0, side - 1);
      y = Math.clamp(y + (isAcross ? 0 : step), 0, side - 1);
    } while (random.nextInt(8) > 0);
    return region;
  }
}
