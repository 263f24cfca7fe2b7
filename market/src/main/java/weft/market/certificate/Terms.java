package weft.market.certificate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Sharing;

/// The checker's own reading of the rules that bids and floors follow.
final class Terms {
  private final Auction auction;
  private final BigInteger[] least;

  Terms(Auction auction) {
    this.auction = auction;
    least = new BigInteger[auction.rollups().size()];
    Arrays.setAll(least, rollup -> reserve(rollup));
    for (Bid bid : auction.bids()) {
      if (bid.rollups().size() == 1 && unconditional(bid)) {
        int rollup = rollups(bid)[0];
        least[rollup] = least[rollup].max(bid.amount());
      }
    }
  }

  static int[] rollups(Bid bid) {
    return bid.rollups().indices().toArray();
  }

  private BigInteger reserve(int rollup) {
    return auction.rollups().get(rollup).reserve();
  }

  private boolean unconditional(Bid bid) {
    return bid.xorGroup().isEmpty() && auction.budgets().get(bid.bidder()).isEmpty();
  }

  boolean legal(Bid bid) {
    int[] rollups = rollups(bid);
    if (rollups.length == 1) {
      return bid.amount().compareTo(reserve(rollups[0])) >= 0;
    }
    if (auction.mechanisms().get(bid.mechanism()).sharing() == Sharing.VECTOR) {
      return !bid.split().isEmpty()
          && IntStream.range(0, rollups.length)
              .allMatch(i -> bid.split().get(i).compareTo(least[rollups[i]]) >= 0);
    }
    BigInteger sum = BigInteger.ZERO;
    for (int rollup : rollups) {
      sum = sum.add(least[rollup]);
    }
    return bid.amount().compareTo(sum) >= 0;
  }

  boolean affordable(Bid bid) {
    return auction
        .budgets()
        .get(bid.bidder())
        .map(b -> bid.amount().compareTo(b) <= 0)
        .orElse(true);
  }

  /// The best bid on each rollup alone.
  List<BigInteger> alone() {
    BigInteger[] best = new BigInteger[auction.rollups().size()];
    Arrays.fill(best, BigInteger.ZERO);
    for (Bid bid : auction.bids()) {
      if (bid.rollups().size() == 1 && legal(bid) && affordable(bid)) {
        int rollup = rollups(bid)[0];
        best[rollup] = best[rollup].max(bid.amount());
      }
    }
    return List.of(best);
  }

  /// What each rollup of a winning package gets at least.
  List<BigInteger> floors(List<Integer> winners, int winner) {
    Bid won = auction.bids().get(winner);
    boolean own = auction.mechanisms().get(won.mechanism()).pricing() == Pricing.FIRST;
    TreeMap<Integer, BigInteger> floors = new TreeMap<>();
    List<Bid> singles =
        auction.bids().stream()
            .filter(bid -> bid.rollups().size() == 1 && won.rollups().containsAll(bid.rollups()))
            .filter(bid -> own || bid.bidder() != won.bidder())
            .sorted(Comparator.comparing(Bid::amount, Comparator.reverseOrder()))
            .toList();
    for (int rollup : rollups(won)) {
      floors.put(
          rollup,
          singles.stream()
              .filter(bid -> bid.rollups().contains(rollup) && unconditional(bid))
              .map(Bid::amount)
              .reduce(reserve(rollup), BigInteger::max));
    }
    List<Bid> taken = new ArrayList<>();
    for (int other : winners) {
      if (other != winner) {
        taken.add(auction.bids().get(other));
      }
    }
    for (Bid bid : singles) {
      List<Bid> with = new ArrayList<>(taken);
      with.add(bid);
      TreeMap<Integer, BigInteger> next = new TreeMap<>(floors);
      next.merge(rollups(bid)[0], bid.amount(), BigInteger::max);
      if (!next.equals(floors) && possible(with) && sum(next).compareTo(won.amount()) <= 0) {
        floors = next;
        taken = with;
      }
    }
    return List.copyOf(floors.values());
  }

  private static BigInteger sum(Map<Integer, BigInteger> floors) {
    return floors.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  /// Whether no two of the bids share a group, and each bidder can pay its own.
  boolean possible(List<Bid> bids) {
    TreeSet<Integer> groups = new TreeSet<>();
    TreeMap<Integer, BigInteger> spent = new TreeMap<>();
    for (Bid bid : bids) {
      if (bid.xorGroup().isPresent() && !groups.add(bid.xorGroup().getAsInt())) {
        return false;
      }
      BigInteger sum = spent.merge(bid.bidder(), bid.amount(), BigInteger::add);
      if (auction.budgets().get(bid.bidder()).map(b -> sum.compareTo(b) > 0).orElse(false)) {
        return false;
      }
    }
    return true;
  }
}
