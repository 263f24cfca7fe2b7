package weft.market.selection;

import java.util.BitSet;
import weft.market.auction.Auction;
import weft.market.auction.RollupSet;

/// Exact winner determination, bounded by a node budget.
///
/// The auction falls apart into components that share no rollup, group or budget; each is solved on
/// its own: by a table over all subsets where it is small and unconstrained, else by branch and
/// bound with the prices of its linear relaxation.
public final class ExactSelection implements Selection {
  /// Selects among all bids.
  ///
  /// Up to 1,024 rollups, and any number of bids with amounts of any size. Components of up to
  /// [SubsetTable#MAX_ROLLUPS] rollups without groups and binding budgets are solved exactly
  /// whatever the bids, if the budget pays for a table; others may spend the budget, the greatest
  /// of the auction's mechanisms. Then the answer is flagged: packages in it offer at least what
  /// their rollups are offered alone, and no other rollup is sold for less than the best bid on it
  /// alone that is possible beside the other winners.
  @Override
  public Selected select(Auction auction) {
    return PreparedAuction.of(auction).select(auction.grandCoalition(), new BitSet());
  }

  @Override
  public Selected select(Auction auction, RollupSet coalition, BitSet excluded) {
    return PreparedAuction.of(auction).select(coalition, excluded);
  }
}
