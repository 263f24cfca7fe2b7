package weft.market.sharing;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.game.Game;
import weft.market.selection.Selected;

/// As the winning bids say; a bid on one rollup gives it everything.
public final class VectorSplit implements SharingRule {
  @Override
  public Solution solve(Auction auction, Game game, Selected selected) {
    BigFraction[] shares = new BigFraction[auction.rollups().size()];
    Arrays.fill(shares, BigFraction.ZERO);
    for (int winner : selected.winners()) {
      Bid bid = auction.bids().get(winner);
      int[] rollups = bid.rollups().indices().toArray();
      if (rollups.length == 1) {
        shares[rollups[0]] = BigFraction.of(bid.amount());
      } else if (bid.split().isEmpty()) {
        return Solution.WithoutSplit.of(winner);
      } else {
        for (int k = 0; k < rollups.length; k++) {
          shares[rollups[k]] = BigFraction.of(bid.split().get(k));
        }
      }
    }
    return Solution.solved(new Split(List.of(shares)));
  }
}
