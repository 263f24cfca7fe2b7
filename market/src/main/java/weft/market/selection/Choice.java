package weft.market.selection;

import java.math.BigInteger;
import java.util.Arrays;

/// The bids that a search has chosen so far, and what they leave: items and budgets. The last one
/// chosen is the first to be given back.
final class Choice {
  private final Component component;
  private final int words;

  /// The items that no chosen bid has and that are not left unsold.
  final long[] free;

  private final int[] path;
  private int depth;
  private final BigInteger[] left;

  /// Nothing is chosen yet.
  Choice(Component component) {
    this.component = component;
    words = component.words;
    free = new long[words];
    for (int item = 0; item < component.items; item++) {
      free[item / Long.SIZE] |= 1L << item;
    }
    path = new int[component.rollups];
    left = component.budgets.clone();
  }

  /// The bids, in the order in which they were chosen.
  int[] bids() {
    return Arrays.copyOf(path, depth);
  }

  /// Whether all items of a bid are free.
  boolean fits(int bid) {
    return fits(component.masks, bid);
  }

  /// Whether all items of the i-th of several sets are free.
  boolean fits(long[] sets, int i) {
    for (int word = 0; word < words; word++) {
      if ((sets[i * words + word] & ~free[word]) != 0) {
        return false;
      }
    }
    return true;
  }

  boolean isAffordable(int bid) {
    int from = component.budgetOf[bid];
    return from < 0 || component.amounts.get(bid).compareTo(left[from]) <= 0;
  }

  /// Chooses a bid that fits and is affordable.
  void take(int bid) {
    for (int word = 0; word < words; word++) {
      free[word] &= ~component.masks[bid * words + word];
    }
    path[depth++] = bid;
    int from = component.budgetOf[bid];
    if (from >= 0) {
      left[from] = left[from].subtract(component.amounts.get(bid));
    }
  }

  void giveBack() {
    int bid = path[--depth];
    for (int word = 0; word < words; word++) {
      free[word] |= component.masks[bid * words + word];
    }
    int from = component.budgetOf[bid];
    if (from >= 0) {
      left[from] = left[from].add(component.amounts.get(bid));
    }
  }

  boolean isEmpty() {
    return depth == 0;
  }

  boolean isFree(int item) {
    return ((free[item / Long.SIZE] >>> item) & 1) != 0;
  }

  /// Leaves a free item unsold, or makes it free again.
  void flip(int item) {
    free[item / Long.SIZE] ^= 1L << item;
  }

  /// The lowest free rollup, or -1.
  int lowest() {
    for (int word = 0; word < words; word++) {
      if (free[word] != 0) {
        int item = word * Long.SIZE + Long.numberOfTrailingZeros(free[word]);
        return item < component.rollups ? item : -1;
      }
    }
    return -1;
  }
}
