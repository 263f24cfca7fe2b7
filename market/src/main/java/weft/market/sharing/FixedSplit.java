package weft.market.sharing;

import java.math.BigInteger;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.game.Game;
import weft.market.selection.Selected;

/// Everything by the weights that the rollups agreed on; equal parts if all weights are zero.
///
/// @param mechanism index of the one that the weights belong to
record FixedSplit(int mechanism) implements SharingRule {
  @Override
  public Solution solve(Auction auction, Game game, Selected selected) {
    List<BigInteger> weights =
        auction.rollups().stream().map(terms -> terms.weight(mechanism)).toList();
    BigFraction total = BigFraction.of(game.value(auction.grandCoalition()));
    return Solution.solved(new Split(InProportion.divide(total, weights)));
  }
}
