package weft.market.selection;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.protocol.mechanism.Sharing;

/// The oracle: tries every set of bids, knows nothing of the fast algorithms.
public final class SlowSelection implements Selection {
  @Override
  public Selected select(Auction auction) {
    return select(auction, auction.grandCoalition(), new BitSet());
  }

  @Override
  public Selected select(Auction auction, RollupSet coalition, BitSet excluded) {
    List<Integer> legal =
        IntStream.range(0, auction.bids().size())
            .filter(bid -> isLegal(auction, bid))
            .filter(bid -> !excluded.get(bid))
            .filter(bid -> coalition.containsAll(auction.bids().get(bid).rollups()))
            .boxed()
            .toList();
    List<Integer> best = first(auction, legal, 0, new ArrayList<>(), List.of());
    return new Selected(best, value(auction, best), true, 1L << legal.size());
  }

  /// The first optimum among `best` and all feasible sets that begin with `chosen`.
  private static List<Integer> first(
      Auction auction, List<Integer> legal, int next, List<Integer> chosen, List<Integer> best) {
    if (next == legal.size()) {
      int order = value(auction, chosen).compareTo(value(auction, best));
      return order > 0 || (order == 0 && comesFirst(auction, chosen, best))
          ? List.copyOf(chosen)
          : best;
    }
    List<Integer> found = first(auction, legal, next + 1, chosen, best);
    chosen.add(legal.get(next));
    if (isFeasible(auction, chosen)) {
      found = first(auction, legal, next + 1, chosen, found);
    }
    chosen.removeLast();
    return found;
  }

  static BigInteger value(Auction auction, List<Integer> bids) {
    return bids.stream()
        .map(bid -> auction.bids().get(bid).amount())
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /// The greater of the reserve and the best bid on the rollup alone that meets it and that has
  /// neither group nor budget.
  public static BigInteger floor(Auction auction, int rollup) {
    BigInteger reserve = auction.rollups().get(rollup).reserve();
    return auction.bids().stream()
        .filter(bid -> bid.rollups().equals(RollupSet.of(rollup)))
        .filter(bid -> bid.xorGroup().isEmpty())
        .filter(bid -> auction.budgets().get(bid.bidder()).isEmpty())
        .map(Bid::amount)
        .reduce(reserve, BigInteger::max);
  }

  static boolean isLegal(Auction auction, int index) {
    Bid bid = auction.bids().get(index);
    int[] rollups = bid.rollups().indices().toArray();
    if (rollups.length == 1) {
      return bid.amount().compareTo(auction.rollups().get(rollups[0]).reserve()) >= 0;
    }
    if (auction.mechanisms().get(bid.mechanism()).sharing() == Sharing.VECTOR) {
      return !bid.split().isEmpty()
          && IntStream.range(0, rollups.length)
              .allMatch(j -> bid.split().get(j).compareTo(floor(auction, rollups[j])) >= 0);
    }
    BigInteger floors =
        bid.rollups()
            .indices()
            .mapToObj(rollup -> floor(auction, rollup))
            .reduce(BigInteger.ZERO, BigInteger::add);
    return bid.amount().compareTo(floors) >= 0;
  }

  static boolean isFeasible(Auction auction, List<Integer> bids) {
    RollupSet sold = RollupSet.EMPTY;
    List<Integer> groups = new ArrayList<>();
    BigInteger[] spent = new BigInteger[auction.budgets().size()];
    for (int index : bids) {
      Bid bid = auction.bids().get(index);
      if (sold.intersects(bid.rollups())) {
        return false;
      }
      sold = sold.union(bid.rollups());
      if (bid.xorGroup().isPresent()) {
        if (groups.contains(bid.xorGroup().getAsInt())) {
          return false;
        }
        groups.add(bid.xorGroup().getAsInt());
      }
      BigInteger before = spent[bid.bidder()];
      spent[bid.bidder()] = before == null ? bid.amount() : before.add(bid.amount());
      Optional<BigInteger> budget = auction.budgets().get(bid.bidder());
      if (budget.isPresent() && spent[bid.bidder()].compareTo(budget.get()) > 0) {
        return false;
      }
    }
    return true;
  }

  /// Whether `a` comes before `b` in the written order of ties.
  private static boolean comesFirst(Auction auction, List<Integer> a, List<Integer> b) {
    RollupSet done = RollupSet.EMPTY;
    for (int rollup = 0; rollup < auction.rollups().size(); rollup++) {
      if (done.contains(rollup)) {
        continue;
      }
      int ofA = holder(auction, a, rollup);
      int ofB = holder(auction, b, rollup);
      if (ofA != ofB) {
        if (ofA < 0 || ofB < 0) {
          return ofB < 0;
        }
        int order = auction.bids().get(ofB).amount().compareTo(auction.bids().get(ofA).amount());
        return order < 0 || (order == 0 && ofA < ofB);
      }
      done = done.union(ofA < 0 ? RollupSet.of(rollup) : auction.bids().get(ofA).rollups());
    }
    return false;
  }

  static int holder(Auction auction, List<Integer> bids, int rollup) {
    return bids.stream()
        .filter(bid -> auction.bids().get(bid).rollups().contains(rollup))
        .findFirst()
        .orElse(-1);
  }
}
