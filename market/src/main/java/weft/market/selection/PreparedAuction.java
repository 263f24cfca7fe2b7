package weft.market.selection;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;

/// An auction whose bids are judged and sorted, for whoever selects in it more than once.
public final class PreparedAuction {
  /// Search nodes that take as long as judging and sorting one bid.
  private static final int NODES_PER_BID = 10;

  private final Auction auction;
  private final Legality legality;

  /// By bid: its rollups, ascending.
  private final int[][] members;

  /// The legal bids by precedence: amount descending, then index ascending.
  private final int[] order;

  /// By bid: a number for its package.
  private final int[] packageOf;

  private PreparedAuction(
      Auction auction, Legality legality, int[][] members, int[] order, int[] packageOf) {
    this.auction = auction;
    this.legality = legality;
    this.members = members;
    this.order = order;
    this.packageOf = packageOf;
  }

  /// Judges and sorts the bids.
  public static PreparedAuction of(Auction auction) {
    List<Bid> bids = auction.bids();
    int[][] members = new int[bids.size()][];
    Arrays.setAll(
        members, bid -> Legality.members(bids.get(bid).rollups(), auction.rollups().size()));
    Legality legality = Legality.of(auction, members);
    List<Integer> legal = new ArrayList<>();
    TreeMap<int[], Integer> packages = new TreeMap<>(Arrays::compare);
    int[] packageOf = new int[bids.size()];
    for (int bid = 0; bid < bids.size(); bid++) {
      if (legality.isLegal(bid)) {
        legal.add(bid);
        Integer known = packages.putIfAbsent(members[bid], packages.size());
        packageOf[bid] = known == null ? packages.size() - 1 : known;
      }
    }
    // A stable sort keeps equal amounts in the order of their indices.
    legal.sort((a, b) -> bids.get(b).amount().compareTo(bids.get(a).amount()));
    int[] order = legal.stream().mapToInt(bid -> bid).toArray();
    return new PreparedAuction(auction, legality, members, order, packageOf);
  }

  public Auction auction() {
    return auction;
  }

  public Legality legality() {
    return legality;
  }

  int[] members(int bid) {
    return members[bid];
  }

  int packageOf(int bid) {
    return packageOf[bid];
  }

  /// The independent parts of the auction: rollups that no legal bid, shared group or binding
  /// budget links to others. Rollups that nobody can win are in none.
  public List<Part> parts() {
    return components(auction.grandCoalition(), new BitSet()).stream().map(Part::new).toList();
  }

  /// An independent part of an auction.
  public static final class Part {
    private final Component component;
    private final RollupSet rollups;

    private Part(Component component) {
      this.component = component;
      rollups = RollupSet.of(component.rollupIndex);
    }

    /// Ascending.
    public RollupSet rollups() {
      return rollups;
    }

    /// Whether groups or budgets decide which of its bids stand together.
    public boolean linked() {
      return !component.isPlain();
    }

    /// Whether there can be a table: not where it is linked, or there are more rollups than
    /// [SubsetTable#MAX_ROLLUPS].
    public boolean hasTable() {
      return component.isPlain() && component.rollups <= SubsetTable.MAX_ROLLUPS;
    }

    /// What filling the table takes, in search nodes.
    public long tableNodes() {
      return Solution.tableNodes(component);
    }

    /// What each subset of the rollups earns.
    public SubsetTable table() {
      return Solution.table(component, component.amountsInAuction());
    }
  }

  /// The components of what bids inside a coalition compete for.
  List<Component> components(RollupSet coalition, BitSet excluded) {
    boolean isWhole = coalition.containsAll(auction.grandCoalition());
    int[] inside =
        Arrays.stream(order)
            .filter(
                bid ->
                    !excluded.get(bid)
                        && (isWhole || coalition.containsAll(auction.bids().get(bid).rollups())))
            .toArray();
    return new Components(this, inside).list();
  }

  /// v(i): the best legal bid on a rollup alone that its bidder can pay; 0 if there is none.
  public BigInteger alone(int rollup) {
    for (int bid : order) {
      if (members[bid].length == 1
          && members[bid][0] == rollup
          && auction.affords(auction.bids().get(bid))) {
        return auction.bids().get(bid).amount();
      }
    }
    return BigInteger.ZERO;
  }

  /// What it takes to look at all bids once more, in search nodes.
  public long readingNodes() {
    return readingNodes(order.length);
  }

  /// What it takes to read, judge and sort bids, in search nodes.
  public static long readingNodes(int bids) {
    return (long) NODES_PER_BID * bids;
  }

  /// Selects as [Selection#select(Auction, RollupSet, BitSet)] says.
  public Selected select(RollupSet coalition, BitSet excluded) {
    return select(coalition, excluded, auction.nodeBudget());
  }

  /// Selects within a number of search nodes.
  ///
  /// Each component gets an equal part of those that the smaller ones before it left, so that hard
  /// bids on some rollups do not use up what all others need.
  public Selected select(RollupSet coalition, BitSet excluded, long nodes) {
    List<Component> components = new ArrayList<>(components(coalition, excluded));
    components.sort(Comparator.comparingInt(Component::bids));
    List<Integer> winners = new ArrayList<>();
    boolean exact = true;
    long visited = 0;
    for (int i = 0; i < components.size(); i++) {
      Component component = components.get(i);
      long part = (nodes - visited) / (components.size() - i);
      Solution solution = Solution.of(component, part, auction);
      exact &= solution.exact();
      visited += solution.nodes();
      for (int bid : solution.bids()) {
        winners.add(component.index[bid]);
      }
    }
    winners.sort(null);
    BigInteger value = BigInteger.ZERO;
    for (int winner : winners) {
      value = value.add(auction.bids().get(winner).amount());
    }
    return new Selected(winners, value, exact, visited);
  }
}
