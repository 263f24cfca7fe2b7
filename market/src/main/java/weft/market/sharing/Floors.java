package weft.market.sharing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.selection.Selected;

/// The least that each rollup of a winning package gets: its reserve, or what it could have had
/// from bids on it alone, as far as those could have stood beside each other and beside the winners
/// outside the package.
public final class Floors {
  private Floors() {}

  /// Starts with the reserves and with the best bids on single rollups that nothing can exclude, no
  /// group and no budget: a legal package pays for all of these. Then goes through the other bids
  /// on single rollups, the greatest amount first and then the lowest index, and raises a floor to
  /// what such a bid offers if groups, budgets and `bound` allow it.
  ///
  /// @param winner index of the winning bid
  /// @param bound what the floors may sum to at most: the winning bid's amount
  /// @param countOwnBidder whether bids of the winner's bidder count
  /// @return by rollup of the package, ascending
  public static List<BigInteger> of(
      Auction auction, Selected selected, int winner, BigInteger bound, boolean countOwnBidder) {
    Bid won = auction.bids().get(winner);
    int[] rollups = won.rollups().indices().toArray();
    List<Bid> singles = singles(auction, won, countOwnBidder);
    List<BigInteger> floors = new ArrayList<>();
    for (int rollup : rollups) {
      floors.add(sure(auction, singles, rollup));
    }
    BigInteger sum = floors.stream().reduce(BigInteger.ZERO, BigInteger::add);
    Taken taken = Taken.beside(auction, selected, winner);
    for (Bid bid : singles) {
      int place = Arrays.binarySearch(rollups, bid.rollups().indices().findFirst().orElseThrow());
      BigInteger next = sum.subtract(floors.get(place)).add(bid.amount());
      if (bid.amount().compareTo(floors.get(place)) > 0
          && next.compareTo(bound) <= 0
          && taken.take(bid)) {
        floors.set(place, bid.amount());
        sum = next;
      }
    }
    return List.copyOf(floors);
  }

  /// The greater of the reserve and the best of `singles` that nothing can exclude.
  private static BigInteger sure(Auction auction, List<Bid> singles, int rollup) {
    BigInteger reserve = auction.rollups().get(rollup).reserve();
    return singles.stream()
        .filter(bid -> bid.rollups().contains(rollup))
        .filter(bid -> bid.xorGroup().isEmpty())
        .filter(bid -> auction.budgets().get(bid.bidder()).isEmpty())
        .map(Bid::amount)
        .reduce(reserve, BigInteger::max);
  }

  private static List<Bid> singles(Auction auction, Bid won, boolean countOwnBidder) {
    return auction.bids().stream()
        .filter(bid -> bid.rollups().size() == 1 && won.rollups().containsAll(bid.rollups()))
        .filter(bid -> countOwnBidder || bid.bidder() != won.bidder())
        .sorted(Comparator.comparing(Bid::amount, Comparator.reverseOrder()))
        .toList();
  }

  /// The groups and budgets that are used up.
  private record Taken(
      List<Optional<BigInteger>> budgets,
      TreeSet<Integer> groups,
      TreeMap<Integer, BigInteger> spent) {
    static Taken beside(Auction auction, Selected selected, int winner) {
      Taken taken = new Taken(auction.budgets(), new TreeSet<>(), new TreeMap<>());
      for (int other : selected.winners()) {
        if (other != winner) {
          taken.add(auction.bids().get(other));
        }
      }
      return taken;
    }

    boolean take(Bid bid) {
      BigInteger before = spent.getOrDefault(bid.bidder(), BigInteger.ZERO);
      boolean free = bid.xorGroup().isEmpty() || !groups.contains(bid.xorGroup().getAsInt());
      boolean affordable =
          budgets
              .get(bid.bidder())
              .map(budget -> before.add(bid.amount()).compareTo(budget) <= 0)
              .orElse(true);
      if (free && affordable) {
        add(bid);
        return true;
      }
      return false;
    }

    private void add(Bid bid) {
      bid.xorGroup().ifPresent(groups::add);
      spent.merge(bid.bidder(), bid.amount(), BigInteger::add);
    }
  }
}
