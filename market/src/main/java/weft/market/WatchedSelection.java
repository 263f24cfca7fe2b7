package weft.market;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;
import weft.market.auction.Auction;
import weft.market.auction.RollupSet;
import weft.market.selection.NodesLeft;
import weft.market.selection.PreparedAuction;
import weft.market.selection.Selected;
import weft.market.selection.Selection;

/// A selection that has a number of search nodes for all of its answers together, and remembers
/// whether one was cut short. When they are spent it answers that nobody wins.
final class WatchedSelection implements Selection {
  private final NodesLeft left;
  private boolean exact = true;

  WatchedSelection(NodesLeft left) {
    this.left = left;
  }

  @Override
  public Selected select(Auction auction) {
    return select(auction, auction.grandCoalition(), new BitSet());
  }

  @Override
  public Selected select(Auction auction, RollupSet coalition, BitSet excluded) {
    if (!left.take(PreparedAuction.readingNodes(auction.bids().size()))) {
      exact = false;
      return new Selected(List.of(), BigInteger.ZERO, false, 0);
    }
    Selected selected =
        PreparedAuction.of(auction)
            .select(coalition, excluded, Math.min(left.left(), auction.nodeBudget()));
    left.take(selected.nodes());
    exact &= selected.exact();
    return selected;
  }

  boolean alwaysExact() {
    return exact;
  }

  /// Whether an answer could not be paid: then nothing that rests on it counts.
  boolean isSpent() {
    return left.isSpent();
  }
}
