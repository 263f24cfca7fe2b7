package weft.market.selection;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import weft.market.auction.Auction;

/// What wins in one component.
///
/// @param bids of the component, ascending
/// @param exact whether they are the first optimum
/// @param nodes what it cost
record Solution(List<Integer> bids, boolean exact, long nodes) {
  /// A table is filled at once where it takes no more steps.
  private static final long SMALL_TABLE = 1L << 18;

  /// Steps of a table that take the time of one search node, where sums fit into a `long`; and
  /// where they do not.
  private static final int STEPS_PER_NODE = 16;

  private static final int LARGE_STEPS_PER_NODE = 8;

  /// Nodes that a search may take before a larger table is filled instead.
  private static final long SEARCH_BEFORE_TABLE = 100_000;

  Solution {
    bids = List.copyOf(bids);
  }

  static Solution of(Component component, long budget, Auction auction) {
    if (component.rollups == 1 && component.isPlain() && budget > 0) {
      return new Solution(List.of(0), true, 1);
    }
    long tableNodes = tableNodes(component);
    if (tableNodes <= Math.min(budget, SMALL_TABLE / STEPS_PER_NODE)) {
      return new Solution(list(fromTable(component)), true, tableNodes);
    }
    boolean hasTable = tableNodes < budget;
    Search search =
        new Search(
            component,
            hasTable ? Math.min(SEARCH_BEFORE_TABLE, budget - tableNodes) : budget,
            Search.PLAIN_NODES);
    if (budget > 0 && search.run()) {
      return new Solution(list(search.best()), true, search.nodes());
    }
    if (hasTable) {
      return new Solution(list(fromTable(component)), true, search.nodes() + tableNodes);
    }
    return new Solution(list(fair(component, search.best(), auction)), false, search.nodes());
  }

  private static List<Integer> list(int[] bids) {
    return Arrays.stream(bids).boxed().toList();
  }

  /// What filling a component's table takes, in search nodes; 2^63-1 if it can have none.
  static long tableNodes(Component component) {
    return component.isPlain() && component.rollups <= SubsetTable.MAX_ROLLUPS
        ? SubsetTable.steps(component.rollups, packages(component))
                / (component.shift == 0 ? STEPS_PER_NODE : LARGE_STEPS_PER_NODE)
            + component.rollups
        : Long.MAX_VALUE;
  }

  private static int[] packages(Component component) {
    return Arrays.stream(component.masks).mapToInt(mask -> (int) mask).toArray();
  }

  /// What each subset of a plain component's rollups earns.
  ///
  /// @param amounts of its bids, in either unit
  static SubsetTable table(Component component, List<BigInteger> amounts) {
    return SubsetTable.of(component.rollups, packages(component), amounts);
  }

  /// The first optimum: at each lowest free rollup the bid of highest precedence that leads to the
  /// table's value.
  static int[] fromTable(Component component) {
    int[] packages = packages(component);
    SubsetTable table = table(component, component.amounts);
    List<Integer> winners = new ArrayList<>();
    int free = (1 << component.rollups) - 1;
    while (free != 0) {
      int lowest = free & -free;
      int taken = lowest;
      for (int bid = 0; bid < packages.length; bid++) {
        if ((packages[bid] & lowest) != 0
            && (packages[bid] & ~free) == 0
            && table.reaches(packages[bid], component.amounts.get(bid), free)) {
          winners.add(bid);
          taken = packages[bid];
          break;
        }
      }
      free &= ~taken;
    }
    return winners.stream().mapToInt(bid -> bid).sorted().toArray();
  }

  private static int[] fair(Component component, int[] found, Auction auction) {
    BigInteger[] reserves = new BigInteger[component.rollups];
    Arrays.setAll(
        reserves,
        i -> component.inUnits(auction.rollups().get(component.rollupIndex[i]).reserve()));
    int[] greedy = new Greedy(component, reserves).select();
    boolean isBetter =
        component.value(found).compareTo(component.value(greedy)) > 0
            && new Greedy(component, reserves).isFair(found);
    return isBetter ? found : greedy;
  }
}
