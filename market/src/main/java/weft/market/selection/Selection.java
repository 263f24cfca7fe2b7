package weft.market.selection;

import java.util.BitSet;
import weft.market.auction.Auction;
import weft.market.auction.RollupSet;

/// Finds the set of legal bids that offers most.
///
/// A bid is legal if it offers at least the sum, over its rollups, of the greater of the rollup's
/// reserve and the best legal single-rollup bid on it that no group and no budget can exclude.
/// Winners share no rollup and no group, and each bidder's winners stay within its budget.
///
/// Ties are broken rollup by rollup, by ascending index: for the lowest rollup that no chosen bid
/// covers yet, bids come in order of precedence (amount descending, then index ascending), and
/// leaving it unsold comes last; the first optimum in that order is taken. So the answer is a
/// function of the auction alone, whatever the algorithm.
public interface Selection {
  /// Selects among all bids.
  Selected select(Auction auction);

  /// Selects among the bids whose package lies inside `coalition` and whose index is not in
  /// `excluded`. Legality is that of the whole auction: a coalition changes no floor.
  Selected select(Auction auction, RollupSet coalition, BitSet excluded);
}
