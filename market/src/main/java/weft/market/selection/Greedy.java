package weft.market.selection;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The answer where the node budget is spent: quick, and fair to each rollup.
///
/// A package of several rollups is fair if it offers at least what its rollups' reserves and best
/// bids on them alone ask for together. Fair packages are taken by what they offer beyond that, per
/// square root of their size; every rollup that is left goes to the best bid on it alone that is
/// still possible.
final class Greedy {
  private final Component component;
  private final BigInteger[] alone;
  private final boolean[] covered;
  private final BigInteger[] left;
  private final List<Integer> winners = new ArrayList<>();

  /// @param reserves of the component's rollups, in units of its amounts, rounded up
  Greedy(Component component, BigInteger[] reserves) {
    this.component = component;
    alone = reserves.clone();
    covered = new boolean[component.items];
    left = component.budgets.clone();
    for (int bid = 0; bid < component.bids(); bid++) {
      if (isSingle(bid)) {
        int rollup = component.itemsOf[bid][0];
        alone[rollup] = alone[rollup].max(component.amounts.get(bid));
      }
    }
  }

  private int size(int bid) {
    int[] items = component.itemsOf[bid];
    return items[items.length - 1] < component.rollups ? items.length : items.length - 1;
  }

  private boolean isSingle(int bid) {
    return size(bid) == 1;
  }

  /// What a package offers beyond what its rollups are worth alone.
  private BigInteger surplus(int bid) {
    BigInteger surplus = component.amounts.get(bid);
    for (int j = 0; j < size(bid); j++) {
      surplus = surplus.subtract(alone[component.itemsOf[bid][j]]);
    }
    return surplus;
  }

  private boolean isFair(int bid) {
    return isSingle(bid) || surplus(bid).signum() >= 0;
  }

  /// A fair set of bids, ascending.
  int[] select() {
    record Offer(int bid, BigInteger surplus) {}
    List<Offer> offers = new ArrayList<>();
    for (int bid = 0; bid < component.bids(); bid++) {
      if (!isSingle(bid) && isFair(bid)) {
        offers.add(new Offer(bid, surplus(bid)));
      }
    }
    offers.sort(
        (a, b) -> squared(b.surplus, size(a.bid)).compareTo(squared(a.surplus, size(b.bid))));
    offers.forEach(offer -> takeIfPossible(offer.bid));
    for (int bid = 0; bid < component.bids(); bid++) {
      if (isSingle(bid)) {
        takeIfPossible(bid);
      }
    }
    return winners.stream().mapToInt(bid -> bid).sorted().toArray();
  }

  private static BigInteger squared(BigInteger surplus, int size) {
    return surplus.multiply(surplus).multiply(BigInteger.valueOf(size));
  }

  private boolean isPossible(int bid) {
    for (int item : component.itemsOf[bid]) {
      if (covered[item]) {
        return false;
      }
    }
    int from = component.budgetOf[bid];
    return from < 0 || component.amounts.get(bid).compareTo(left[from]) <= 0;
  }

  private void takeIfPossible(int bid) {
    if (isPossible(bid)) {
      winners.add(bid);
      put(bid, true);
    }
  }

  private void put(int bid, boolean isTaken) {
    for (int item : component.itemsOf[bid]) {
      covered[item] = isTaken;
    }
    int from = component.budgetOf[bid];
    if (from >= 0) {
      BigInteger amount = component.amounts.get(bid);
      left[from] = left[from].add(isTaken ? amount.negate() : amount);
    }
  }

  /// Whether these bids are as fair: fair packages only, and no rollup beside them sold for less
  /// than a bid on it alone that is possible together with the others.
  boolean isFair(int[] bids) {
    Arrays.fill(covered, false);
    System.arraycopy(component.budgets, 0, left, 0, left.length);
    for (int bid : bids) {
      if (!isFair(bid)) {
        return false;
      }
      put(bid, true);
    }
    int[] holder = new int[component.rollups];
    Arrays.fill(holder, component.bids());
    for (int bid : bids) {
      for (int j = 0; j < size(bid); j++) {
        holder[component.itemsOf[bid][j]] = isSingle(bid) ? bid : -1;
      }
    }
    for (int bid = 0; bid < component.bids(); bid++) {
      int rollup = component.itemsOf[bid][0];
      if (isSingle(bid) && bid < holder[rollup] && isBetter(bid, holder[rollup])) {
        return false;
      }
    }
    return true;
  }

  /// Whether a bid of higher precedence could stand in the place of the one that holds its rollup.
  private boolean isBetter(int bid, int holder) {
    boolean isHeld = holder < component.bids();
    if (isHeld) {
      put(holder, false);
    }
    boolean isPossible = isPossible(bid);
    if (isHeld) {
      put(holder, true);
    }
    return isPossible;
  }
}
