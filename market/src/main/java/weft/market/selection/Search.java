package weft.market.selection;

import java.math.BigInteger;
import java.util.Arrays;

/// Branch and bound over one component.
///
/// Prices of the linear relaxation give each bid a slack: what its items cost beyond what it
/// offers. A choice of bids earns the price of everything less the slacks and less the prices of
/// what stays unsold, so the search looks for the least sum of those, bids with small slack first.
/// A part of the tree that is not exhausted within a few thousand nodes gets prices of its own and
/// is branched on the item with the fewest ways to deal with it.
final class Search {
  /// Nodes before a part of the tree gets prices of its own.
  static final int PLAIN_NODES = 2_000;

  /// Words of item sets that are compared in the time of one node.
  private static final int WORDS_PER_NODE = 32;

  private static final int FEW_SLOTS = 1 << 10;
  private static final int MANY_SLOTS = 1 << 16;

  private final Component component;
  private final int words;
  private final long budget;
  private final int plainNodes;
  private final int nodesPerTry;
  private int[] bids;
  private long nodes;

  private final Choice choice;

  /// Only what offers more than this is of interest.
  private BigInteger beat = BigInteger.ZERO;

  private long beatLeading;
  private int[] best = new int[0];
  private boolean stopsAtFirst;
  private boolean found;
  private Seen seen;

  /// @param budget nodes to visit at most
  /// @param plainNodes nodes before a part of the tree gets prices of its own
  Search(Component component, long budget, int plainNodes) {
    this.component = component;
    this.budget = budget;
    this.plainNodes = plainNodes;
    words = component.words;
    nodesPerTry = 1 + words / WORDS_PER_NODE;
    choice = new Choice(component);
    bids = new int[component.bids()];
    Arrays.setAll(bids, bid -> bid);
    seen = new Seen(FEW_SLOTS, component.shift == 0);
  }

  /// The best bids found, ascending.
  int[] best() {
    int[] sorted = best.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  long nodes() {
    return Math.min(nodes, budget);
  }

  /// Finds the first optimum in the order of [Selection].
  ///
  /// @return whether it did within the budget
  boolean run() {
    startWithDensest();
    Relaxation root = new Relaxation(component, choice.free, bids);
    root.solve(bids);
    nodes += root.takeNodes();
    Branches branches = branches(root, bids, 0, BigInteger.ZERO);
    if (!descend(branches, Math.min(budget, 2 * nodes + plainNodes))) {
      dropHopeless(branches);
      seen = new Seen(MANY_SLOTS, component.shift == 0);
      if (!explore(root, bids, 0, BigInteger.ZERO)) {
        return false;
      }
    }
    return breakTies(root, branches);
  }

  private Branches branches(Relaxation relaxation, int[] fitting, long earned, BigInteger whole) {
    return new Branches(
        component, choice, relaxation.validPrices(fitting), fitting, earned, whole, beatLeading);
  }

  /// Something to beat: bids by what they offer per item.
  private void startWithDensest() {
    Integer[] order = new Integer[bids.length];
    Arrays.setAll(order, i -> i);
    long[] density = new long[bids.length];
    Arrays.setAll(density, bid -> component.weights[bid] / component.itemsOf[bid].length);
    Arrays.sort(order, (a, b) -> Long.compare(density[b], density[a]));
    for (int bid : order) {
      if (choice.fits(bid) && choice.isAffordable(bid)) {
        choice.take(bid);
      }
    }
    record(component.value(choice.bids()));
    while (!choice.isEmpty()) {
      choice.giveBack();
    }
  }

  /// Takes note of the chosen bids.
  ///
  /// @param earned their leading bits, rounded up
  private void recordAll(long earned) {
    if (earned > beatLeading) {
      record(component.shift == 0 ? BigInteger.valueOf(earned) : component.value(choice.bids()));
    }
  }

  private void record(BigInteger value) {
    if (value.compareTo(beat) > 0) {
      best = choice.bids();
      beat = value;
      beatLeading = value.shiftRight(component.shift).longValueExact();
      found = true;
    }
  }

  /// Leaves out bids that cannot be part of anything as good as the best that is known.
  private void dropHopeless(Branches root) {
    bids = Arrays.stream(bids).filter(bid -> root.total - root.slack(bid) >= beatLeading).toArray();
  }

  private BigInteger plus(BigInteger whole, int bid) {
    return component.shift == 0 ? whole : whole.add(component.amounts.get(bid));
  }

  private boolean remembers() {
    return words == 1 && component.budgets.length == 0;
  }

  /// Searches from the lowest free rollup on, with the same prices throughout.
  ///
  /// @param until the node at which to give up
  /// @return whether everything of interest was seen
  private boolean descend(Branches branches, long until) {
    return descend(branches, until, 0, branches.earned, branches.whole);
  }

  private boolean descend(
      Branches branches, long until, long slack, long earned, BigInteger whole) {
    int rollup = choice.lowest();
    if (rollup < 0) {
      recordAll(earned);
      return true;
    }
    if (remembers() && seen.covers(choice.free[0], earned, whole)) {
      return true;
    }
    for (int i = branches.first[rollup]; i < branches.first[rollup + 1]; i++) {
      nodes += nodesPerTry;
      if (nodes > until) {
        return false;
      }
      long limit = branches.limit(beatLeading) - slack;
      if (branches.slacks[i] >= limit) {
        if (branches.isSortedBeyond(branches.slacks[i], limit)) {
          break;
        }
        continue;
      }
      if (!choice.fits(branches.sets, i)) {
        continue;
      }
      int bid = branches.ids[i];
      if (!choice.isAffordable(bid)) {
        continue;
      }
      choice.take(bid);
      boolean through =
          descend(
              branches,
              until,
              slack + branches.slacks[i],
              earned + component.weights[bid],
              plus(whole, bid));
      choice.giveBack();
      if (!through || isDone()) {
        return through;
      }
    }
    long unsold = slack + branches.prices[rollup];
    if (unsold < branches.limit(beatLeading)) {
      if (++nodes > until) {
        return false;
      }
      choice.flip(rollup);
      boolean through = descend(branches, until, unsold, earned, whole);
      choice.flip(rollup);
      if (!through || isDone()) {
        return through;
      }
    }
    if (remembers()) {
      seen.add(choice.free[0], earned, whole);
    }
    return true;
  }

  private boolean isDone() {
    return found && stopsAtFirst;
  }

  /// Searches among what is free, with prices of its own.
  ///
  /// @param inherited relaxation of the component without the items that are gone; changed
  /// @param bids that may be of interest
  /// @return whether everything of interest was seen within the budget
  private boolean explore(Relaxation inherited, int[] bids, long earned, BigInteger whole) {
    long before = nodes;
    int[] fitting = Arrays.stream(bids).filter(choice::fits).toArray();
    Relaxation relaxation = inherited;
    if (!inherited.isOversized(choice.free)) {
      relaxation.resolve(fitting, choice.free, beatLeading - earned);
    }
    if (inherited.isOversized(choice.free) || inherited.isStuck()) {
      relaxation = new Relaxation(component, choice.free, fitting);
      relaxation.solve(fitting);
    }
    nodes += inherited.takeNodes() + relaxation.takeNodes();
    if (nodes > budget) {
      return false;
    }
    Branches branches = branches(relaxation, fitting, earned, whole);
    long until = 2 * nodes - before + plainNodes;
    if (branches.limit(beatLeading) <= 0 || descend(branches, Math.min(budget, until))) {
      return true;
    }
    if (nodes > budget) {
      return false;
    }
    int item = tightest(branches);
    if (item < 0) {
      recordAll(earned);
      return true;
    }
    for (int i : waysToSell(branches, item)) {
      int bid = branches.ids[i];
      if (branches.slacks[i] < branches.limit(beatLeading) && choice.isAffordable(bid)) {
        Relaxation rest = relaxation.without(component.itemsOf[bid]);
        choice.take(bid);
        boolean through =
            explore(rest, branches.ids, earned + component.weights[bid], plus(whole, bid));
        choice.giveBack();
        if (!through || isDone()) {
          return through;
        }
      }
    }
    if (branches.prices[item] < branches.limit(beatLeading)) {
      Relaxation rest = relaxation.without(item);
      choice.flip(item);
      boolean through = explore(rest, branches.ids, earned, whole);
      choice.flip(item);
      return through;
    }
    return true;
  }

  /// The free item with the fewest ways to deal with it; of those the dearest. -1 if no bid is
  /// left.
  private int tightest(Branches branches) {
    int[] ways = new int[component.items];
    for (int i = 0; i < branches.ids.length; i++) {
      if (branches.slacks[i] < branches.limit(beatLeading)) {
        for (int item : component.itemsOf[branches.ids[i]]) {
          ways[item]++;
        }
      }
    }
    int found = -1;
    for (int item = 0; item < component.items; item++) {
      if (!choice.isFree(item) || ways[item] == 0) {
        continue;
      }
      if (branches.prices[item] < branches.limit(beatLeading)) {
        ways[item]++;
      }
      if (found < 0
          || ways[item] < ways[found]
          || (ways[item] == ways[found] && branches.prices[item] > branches.prices[found])) {
        found = item;
      }
    }
    return found;
  }

  /// The bids on an item, by slack.
  private int[] waysToSell(Branches branches, int item) {
    int[] ways = new int[branches.ids.length];
    int count = 0;
    for (int i = 0; i < branches.ids.length; i++) {
      if (((branches.sets[i * words + item / Long.SIZE] >>> item) & 1) != 0) {
        int at = count++;
        while (at > 0 && branches.slacks[ways[at - 1]] > branches.slacks[i]) {
          ways[at] = ways[at - 1];
          at--;
        }
        ways[at] = i;
      }
    }
    return Arrays.copyOf(ways, count);
  }

  /// Makes the best that is known the first optimum: rollup by rollup, whether a bid of higher
  /// precedence leads to the same value.
  private boolean breakTies(Relaxation root, Branches branches) {
    dropHopeless(branches);
    stopsAtFirst = true;
    found = false;
    seen = new Seen(FEW_SLOTS, component.shift == 0);
    beat = beat.subtract(BigInteger.ONE);
    beatLeading = beat.shiftRight(component.shift).longValueExact();
    BigInteger threshold = beat;
    long slack = 0;
    long earned = 0;
    BigInteger whole = BigInteger.ZERO;
    Relaxation rest = root;
    for (int rollup = choice.lowest(); rollup >= 0; rollup = choice.lowest()) {
      int chosen = chosenFor(rollup);
      for (int bid : bids) {
        if (bid == chosen) {
          break;
        }
        if (component.itemsOf[bid][0] != rollup
            || slack + branches.slack(bid) >= branches.limit(beatLeading)
            || !choice.fits(bid)
            || !choice.isAffordable(bid)) {
          continue;
        }
        Relaxation with = rest.without(component.itemsOf[bid]);
        choice.take(bid);
        boolean through = explore(with, bids, earned + component.weights[bid], plus(whole, bid));
        choice.giveBack();
        if (!through) {
          return false;
        }
        if (found) {
          found = false;
          beat = threshold;
          beatLeading = beat.shiftRight(component.shift).longValueExact();
          chosen = bid;
          break;
        }
      }
      if (chosen < 0) {
        slack += branches.prices[rollup];
        rest = rest.without(rollup);
        choice.flip(rollup);
      } else {
        slack += branches.slack(chosen);
        rest = rest.without(component.itemsOf[chosen]);
        choice.take(chosen);
        earned += component.weights[chosen];
        whole = plus(whole, chosen);
      }
    }
    return true;
  }

  /// Which bid has a rollup in the best that is known, or -1.
  private int chosenFor(int rollup) {
    for (int bid : best) {
      if (Arrays.binarySearch(component.itemsOf[bid], rollup) >= 0) {
        return bid;
      }
    }
    return -1;
  }
}
