package weft.market.selection;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weft.market.auction.Bid;

/// Leaves out bids that cannot win and splits the others into components.
final class Components {
  private static final int NONE = -1;
  private static final int FRACTION_BITS = 64;

  private final PreparedAuction prepared;
  private final List<Bid> bids;
  private final int[] groupOf;
  private final boolean[] binds;

  /// By rollup: another one of its component, or itself.
  private final int[] parent;

  private final int[] kept;

  /// @param inside bids by precedence
  Components(PreparedAuction prepared, int[] inside) {
    this.prepared = prepared;
    bids = prepared.auction().bids();
    parent = new int[prepared.auction().rollups().size()];
    Arrays.setAll(parent, rollup -> rollup);
    int[] affordable =
        Arrays.stream(inside).filter(bid -> prepared.auction().affords(bids.get(bid))).toArray();
    groupOf = sharedGroups(affordable);
    binds = bindingBudgets(affordable);
    kept = withoutRepeats(affordable);
  }

  private Optional<BigInteger> budget(int bid) {
    return prepared.auction().budgets().get(bids.get(bid).bidder());
  }

  /// By bid: its group if another bid of it is there, else [#NONE].
  private int[] sharedGroups(int[] inside) {
    int[] groups = new int[bids.size()];
    Arrays.fill(groups, NONE);
    int[] sorted =
        Arrays.stream(inside)
            .map(bid -> bids.get(bid).xorGroup().orElse(NONE))
            .filter(group -> group != NONE)
            .sorted()
            .toArray();
    for (int bid : inside) {
      int group = bids.get(bid).xorGroup().orElse(NONE);
      if (group != NONE) {
        int at = Arrays.binarySearch(sorted, group);
        if ((at > 0 && sorted[at - 1] == group)
            || (at + 1 < sorted.length && sorted[at + 1] == group)) {
          groups[bid] = group;
        }
      }
    }
    return groups;
  }

  /// By bidder: whether bids that share no rollup may offer more than its budget together. The most
  /// that they can is the sum, over rollups, of the greatest offer per rollup.
  private boolean[] bindingBudgets(int[] inside) {
    int bidders = prepared.auction().budgets().size();
    BigInteger[][] perRollup = new BigInteger[bidders][];
    for (int bid : inside) {
      if (budget(bid).isPresent()) {
        int bidder = bids.get(bid).bidder();
        if (perRollup[bidder] == null) {
          perRollup[bidder] = new BigInteger[parent.length];
          Arrays.fill(perRollup[bidder], BigInteger.ZERO);
        }
        int[] members = prepared.members(bid);
        BigInteger each =
            bids.get(bid)
                .amount()
                .shiftLeft(FRACTION_BITS)
                .divide(BigInteger.valueOf(members.length))
                .add(BigInteger.ONE);
        for (int rollup : members) {
          perRollup[bidder][rollup] = perRollup[bidder][rollup].max(each);
        }
      }
    }
    boolean[] binding = new boolean[bidders];
    for (int bidder = 0; bidder < bidders; bidder++) {
      if (perRollup[bidder] != null) {
        BigInteger most = Arrays.stream(perRollup[bidder]).reduce(BigInteger.ZERO, BigInteger::add);
        binding[bidder] =
            most.shiftRight(FRACTION_BITS)
                    .compareTo(prepared.auction().budgets().get(bidder).orElseThrow())
                > 0;
      }
    }
    return binding;
  }

  /// Of bids that differ in nothing that counts only the first stays; and none that comes after a
  /// bid on the same package that nothing can exclude.
  private int[] withoutRepeats(int[] inside) {
    record Kind(int pack, int group, int bidder, BigInteger amount) {}
    Set<Kind> kinds = new LinkedHashSet<>();
    boolean[] closed = new boolean[bids.size()];
    return Arrays.stream(inside)
        .filter(
            bid -> {
              int pack = prepared.packageOf(bid);
              if (closed[pack]) {
                return false;
              }
              boolean isBound = binds[bids.get(bid).bidder()];
              if (groupOf[bid] == NONE && !isBound) {
                closed[pack] = true;
                return true;
              }
              return kinds.add(
                  new Kind(
                      pack,
                      groupOf[bid],
                      isBound ? bids.get(bid).bidder() : NONE,
                      isBound ? bids.get(bid).amount() : BigInteger.ZERO));
            })
        .toArray();
  }

  private int root(int rollup) {
    int root = rollup;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }

  /// The lower root stays, so a component is named by its lowest rollup.
  private void join(int a, int b) {
    int first = root(a);
    int second = root(b);
    parent[Math.max(first, second)] = Math.min(first, second);
  }

  /// The components, by their lowest rollup.
  List<Component> list() {
    int[] ofBidder = new int[binds.length];
    Arrays.fill(ofBidder, NONE);
    int[] groups = Arrays.stream(kept).map(bid -> groupOf[bid]).sorted().distinct().toArray();
    int[] ofGroup = new int[groups.length];
    Arrays.fill(ofGroup, NONE);
    for (int bid : kept) {
      int[] members = prepared.members(bid);
      for (int rollup : members) {
        join(members[0], rollup);
      }
      if (groupOf[bid] != NONE) {
        link(ofGroup, Arrays.binarySearch(groups, groupOf[bid]), members[0]);
      }
      if (binds[bids.get(bid).bidder()]) {
        link(ofBidder, bids.get(bid).bidder(), members[0]);
      }
    }
    List<List<Integer>> byRoot = new ArrayList<>();
    int[] place = new int[parent.length];
    Arrays.fill(place, NONE);
    for (int rollup = 0; rollup < parent.length; rollup++) {
      if (root(rollup) == rollup) {
        place[rollup] = byRoot.size();
        byRoot.add(new ArrayList<>());
      }
    }
    for (int bid : kept) {
      byRoot.get(place[root(prepared.members(bid)[0])]).add(bid);
    }
    return byRoot.stream().filter(list -> !list.isEmpty()).map(this::component).toList();
  }

  private void link(int[] last, int key, int rollup) {
    if (last[key] != NONE) {
      join(last[key], rollup);
    }
    last[key] = rollup;
  }

  private Component component(List<Integer> list) {
    int[] index = list.stream().mapToInt(bid -> bid).toArray();
    int[] rollups =
        Arrays.stream(index)
            .flatMap(bid -> Arrays.stream(prepared.members(bid)))
            .sorted()
            .distinct()
            .toArray();
    int[] groups =
        Arrays.stream(index)
            .map(bid -> groupOf[bid])
            .filter(group -> group != NONE)
            .sorted()
            .distinct()
            .toArray();
    int[] bidders =
        Arrays.stream(index)
            .map(bid -> bids.get(bid).bidder())
            .filter(bidder -> binds[bidder])
            .sorted()
            .distinct()
            .toArray();
    int[] place = new int[parent.length];
    for (int i = 0; i < rollups.length; i++) {
      place[rollups[i]] = i;
    }
    int[][] itemsOf = new int[index.length][];
    int[] budgetOf = new int[index.length];
    for (int i = 0; i < index.length; i++) {
      int[] members = prepared.members(index[i]);
      int group = groupOf[index[i]];
      int[] items = Arrays.copyOf(members, members.length + (group == NONE ? 0 : 1));
      for (int j = 0; j < members.length; j++) {
        items[j] = place[members[j]];
      }
      if (group != NONE) {
        items[members.length] = rollups.length + Arrays.binarySearch(groups, group);
      }
      itemsOf[i] = items;
      int bidder = bids.get(index[i]).bidder();
      budgetOf[i] = binds[bidder] ? Arrays.binarySearch(bidders, bidder) : NONE;
    }
    BigInteger[] budgets = new BigInteger[bidders.length];
    Arrays.setAll(budgets, i -> prepared.auction().budgets().get(bidders[i]).orElseThrow());
    return new Component(
        rollups,
        rollups.length + groups.length,
        index,
        itemsOf,
        list.stream().map(bid -> bids.get(bid).amount()).toList(),
        budgetOf,
        budgets);
  }
}
