package weft.market.sharing;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.RollupSet;
import weft.market.game.Game;
import weft.market.selection.Selected;

/// Flat tax: by what the auction would lose without each rollup, in sum at most what it earns; what
/// is left belongs to nobody. Source: BuilderNet, "Refunds".
public final class Marginal implements SharingRule {
  @Override
  public Solution solve(Auction auction, Game game, Selected selected) {
    RollupSet all = auction.grandCoalition();
    BigInteger together = game.value(all);
    List<BigInteger> marginals =
        IntStream.range(0, auction.rollups().size())
            .mapToObj(i -> together.subtract(game.value(all.minus(RollupSet.of(i)))))
            .toList();
    BigInteger sum = marginals.stream().reduce(BigInteger.ZERO, BigInteger::add);
    List<BigFraction> shares =
        sum.signum() == 0
            ? Collections.nCopies(marginals.size(), BigFraction.ZERO)
            : InProportion.divide(BigFraction.of(together.min(sum)), marginals);
    return Solution.solved(new Split(shares));
  }
}
