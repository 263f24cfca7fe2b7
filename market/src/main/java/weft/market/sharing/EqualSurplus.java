package weft.market.sharing;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.RollupSet;
import weft.market.game.Game;
import weft.market.selection.Selected;

/// To each rollup what it earns alone, and an equal part of what all earn beyond that: the centre
/// of the imputation set (CIS). Also dummies get a part.
public final class EqualSurplus implements SharingRule {
  @Override
  public Solution solve(Auction auction, Game game, Selected selected) {
    int count = auction.rollups().size();
    List<BigInteger> alone =
        IntStream.range(0, count).mapToObj(i -> game.value(RollupSet.of(i))).toList();
    BigInteger together = game.value(auction.grandCoalition());
    BigInteger surplus = together.subtract(alone.stream().reduce(BigInteger.ZERO, BigInteger::add));
    BigFraction part = count == 0 ? BigFraction.ZERO : BigFraction.of(surplus).divide(count);
    return Solution.solved(new Split(alone.stream().map(part::add).toList()));
  }
}
