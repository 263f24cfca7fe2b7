package weft.market.sharing;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.game.Game;
import weft.market.selection.Selected;

/// Each winning package's amount by what its rollups earn alone; in equal parts if none earns
/// anything alone. A rollup that is not sold gets nothing. Source: Espresso's market design, whose
/// published split is the same.
public final class Proportional implements SharingRule {
  @Override
  public Solution solve(Auction auction, Game game, Selected selected) {
    BigFraction[] shares = new BigFraction[auction.rollups().size()];
    Arrays.fill(shares, BigFraction.ZERO);
    for (int winner : selected.winners()) {
      Bid bid = auction.bids().get(winner);
      int[] rollups = bid.rollups().indices().toArray();
      List<BigInteger> alone =
          Arrays.stream(rollups).mapToObj(i -> game.value(RollupSet.of(i))).toList();
      List<BigFraction> parts = InProportion.divide(BigFraction.of(bid.amount()), alone);
      for (int k = 0; k < rollups.length; k++) {
        shares[rollups[k]] = parts.get(k);
      }
    }
    return Solution.solved(new Split(List.of(shares)));
  }
}
