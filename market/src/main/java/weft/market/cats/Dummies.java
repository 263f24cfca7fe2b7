package weft.market.cats;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// What the dummy items of a file become.
final class Dummies {
  private static final int NONE = -1;

  private final int goods;

  /// By dummy: how many bids name it.
  private final int[] uses;

  /// By dummy: the item that it is sold as, or [#NONE].
  private final int[] soldAs;

  private final int sold;

  /// By bid: the first bid of the same bidder.
  private final int[] bidders;

  /// @param bids the items of each
  Dummies(int goods, int dummies, List<List<Integer>> bids) {
    this.goods = goods;
    uses = new int[dummies];
    for (List<Integer> items : bids) {
      for (int item : items) {
        if (item >= goods) {
          uses[item - goods]++;
        }
      }
    }
    boolean[] isSold = new boolean[dummies];
    for (List<Integer> items : bids) {
      int[] telling = items.stream().mapToInt(item -> item).filter(this::tells).toArray();
      if (items.getFirst() >= goods) {
        isSold[items.getFirst() - goods] = true;
      }
      if (telling.length > 1 || items.getFirst() >= goods) {
        for (int item : telling) {
          isSold[item - goods] = true;
        }
      }
    }
    soldAs = new int[dummies];
    int next = goods;
    for (int dummy = 0; dummy < dummies; dummy++) {
      soldAs[dummy] = isSold[dummy] ? next++ : NONE;
    }
    sold = next - goods;
    bidders = bidders(dummies, bids);
  }

  private int[] bidders(int dummies, List<List<Integer>> bids) {
    int[] first = new int[bids.size()];
    int[] firstOf = new int[dummies];
    Arrays.fill(firstOf, NONE);
    for (int bid = 0; bid < first.length; bid++) {
      first[bid] = bid;
      for (int item : bids.get(bid)) {
        if (item >= goods) {
          if (firstOf[item - goods] == NONE) {
            firstOf[item - goods] = bid;
          }
          int a = root(first, bid);
          int b = root(first, firstOf[item - goods]);
          first[Math.max(a, b)] = Math.min(a, b);
        }
      }
    }
    for (int bid = 0; bid < first.length; bid++) {
      first[bid] = root(first, bid);
    }
    return first;
  }

  private static int root(int[] first, int bid) {
    int root = bid;
    while (first[root] != root) {
      first[root] = first[first[root]];
      root = first[root];
    }
    return root;
  }

  /// Whether an item is a dummy of more than one bid.
  private boolean tells(int item) {
    return item >= goods && uses[item - goods] > 1;
  }

  /// How many dummies are sold like goods.
  int sold() {
    return sold;
  }

  int bidder(int bid) {
    return bidders[bid];
  }

  /// The group of a bid with these items.
  OptionalInt group(List<Integer> items) {
    return items.stream()
        .mapToInt(item -> item)
        .filter(item -> tells(item) && soldAs[item - goods] == NONE)
        .map(item -> item - goods)
        .findFirst();
  }

  /// The items of a bid that are sold.
  int[] soldItems(List<Integer> items) {
    return items.stream()
        .mapToInt(item -> item)
        .map(item -> item < goods ? item : soldAs[item - goods])
        .filter(item -> item != NONE)
        .toArray();
  }
}
