package weft.market.selection;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.protocol.mechanism.Sharing;

/// Which bids of an auction may win at all.
///
/// A rollup's floor is the greater of its reserve and the best bid on it alone that meets the
/// reserve and that nothing can exclude: no group, and no budget of its bidder. A bid on one rollup
/// is legal if it meets the reserve, a bid on several if it offers at least the sum of their
/// floors. Where the mechanism lets bidders split their bids, a bid on several must carry a split
/// that gives each rollup its floor.
public final class Legality {
  private final BigInteger[] floors;
  private final boolean[] legal;

  private Legality(BigInteger[] floors, boolean[] legal) {
    this.floors = floors;
    this.legal = legal;
  }

  /// Judges every bid.
  ///
  /// @param members by bid: its rollups, ascending
  static Legality of(Auction auction, int[][] members) {
    BigInteger[] reserves = new BigInteger[auction.rollups().size()];
    Arrays.setAll(reserves, rollup -> auction.rollups().get(rollup).reserve());
    BigInteger[] floors = reserves.clone();
    for (int i = 0; i < members.length; i++) {
      Bid bid = auction.bids().get(i);
      if (members[i].length == 1
          && bid.xorGroup().isEmpty()
          && auction.budgets().get(bid.bidder()).isEmpty()) {
        int rollup = members[i][0];
        floors[rollup] = floors[rollup].max(bid.amount());
      }
    }
    boolean[] legal = new boolean[members.length];
    for (int i = 0; i < members.length; i++) {
      Bid bid = auction.bids().get(i);
      legal[i] =
          members[i].length == 1
              ? bid.amount().compareTo(reserves[members[i][0]]) >= 0
              : auction.mechanisms().get(bid.mechanism()).sharing() == Sharing.VECTOR
                  ? splitReaches(floors, members[i], bid.split())
                  : sumReaches(floors, members[i], bid.amount());
    }
    return new Legality(floors, legal);
  }

  private static boolean splitReaches(BigInteger[] floors, int[] members, List<BigInteger> split) {
    if (split.isEmpty()) {
      return false;
    }
    for (int j = 0; j < members.length; j++) {
      if (split.get(j).compareTo(floors[members[j]]) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean sumReaches(BigInteger[] floors, int[] members, BigInteger amount) {
    BigInteger sum = BigInteger.ZERO;
    for (int rollup : members) {
      sum = sum.add(floors[rollup]);
    }
    return amount.compareTo(sum) >= 0;
  }

  /// The indices of a set of the first `rollups` rollups, ascending.
  static int[] members(RollupSet set, int rollups) {
    if (rollups > Long.SIZE) {
      return set.indices().toArray();
    }
    long mask = set.mask();
    int[] members = new int[Long.bitCount(mask)];
    for (int j = 0; j < members.length; j++) {
      members[j] = Long.numberOfTrailingZeros(mask);
      mask &= mask - 1;
    }
    return members;
  }

  /// Whether the bid with this index may win.
  public boolean isLegal(int bid) {
    return legal[bid];
  }

  /// The greater of the rollup's reserve and its best bid that nothing can exclude.
  public BigInteger floor(int rollup) {
    return floors[rollup];
  }
}
