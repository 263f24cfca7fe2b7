package weft.market.selection;

import java.math.BigInteger;
import java.util.Arrays;

/// The bids that fit into the free items, by their lowest item and then by slack.
final class Branches {
  private final Component component;
  final long[] prices;

  /// What is earned already and what the free items cost.
  final long total;

  final long earned;
  final BigInteger whole;
  final int[] first;
  int[] ids = new int[0];
  long[] slacks = new long[0];
  long[] sets = new long[0];
  private int drops;

  /// @param prices of the free items
  /// @param bids that fit into them
  /// @param earned by the chosen bids: their leading bits, rounded up
  /// @param whole the same exactly, where the leading bits are not all
  /// @param beat only what earns more is of interest
  Branches(
      Component component,
      Choice choice,
      long[] prices,
      int[] bids,
      long earned,
      BigInteger whole,
      long beat) {
    this.component = component;
    this.prices = prices;
    first = new int[component.items + 1];
    this.earned = earned;
    this.whole = whole;
    long sum = earned;
    for (int item = 0; item < component.items; item++) {
      if (choice.isFree(item)) {
        sum += prices[item];
      }
    }
    total = sum;
    fill(bids, limit(beat));
  }

  long slack(int bid) {
    long slack = -component.weights[bid];
    for (int item : component.itemsOf[bid]) {
      slack += prices[item];
    }
    return slack;
  }

  /// The slack at which nothing is left that earns more than `beat`.
  long limit(long beat) {
    return total - beat;
  }

  private void fill(int[] bids, long limit) {
    int[] count = new int[component.items + 1];
    int[] fitting = new int[bids.length];
    long[] keys = new long[bids.length];
    int kept = 0;
    for (int bid : bids) {
      if (slack(bid) < limit) {
        fitting[kept++] = bid;
        count[component.itemsOf[bid][0] + 1]++;
      }
    }
    for (int item = 0; item < component.items; item++) {
      count[item + 1] += count[item];
      first[item + 1] = count[item + 1];
    }
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(bids.length);
    int slackBits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, limit));
    drops = Math.max(0, slackBits + bits - (Long.SIZE - 1));
    for (int i = 0; i < kept; i++) {
      int lowest = component.itemsOf[fitting[i]][0];
      keys[count[lowest]++] = ((slack(fitting[i]) >>> drops) << bits) | i;
    }
    ids = new int[kept];
    slacks = new long[kept];
    int words = component.words;
    sets = new long[kept * words];
    for (int item = 0; item < component.items; item++) {
      Arrays.sort(keys, first[item], first[item + 1]);
    }
    for (int i = 0; i < kept; i++) {
      int bid = fitting[(int) (keys[i] & ((1L << bits) - 1))];
      ids[i] = bid;
      slacks[i] = slack(bid);
      System.arraycopy(component.masks, bid * words, sets, i * words, words);
    }
  }

  /// Whether all that follow in the same order have at least so much slack. Slacks are sorted
  /// without their last bits where they are very large.
  boolean isSortedBeyond(long slack, long limit) {
    return slack >>> drops > limit >>> drops;
  }
}
