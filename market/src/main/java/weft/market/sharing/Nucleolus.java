package weft.market.sharing;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.auction.RollupSet;
import weft.market.game.Game;
import weft.market.selection.Selected;

/// The prenucleolus: the split whose greatest excess v(S) − x(S) is least, then its next greatest,
/// and so on. It is the nucleolus wherever a rollup adds at least what it earns alone, as in every
/// auction without groups and budgets. In the core if there is one. Sources: Schmeidler 1969;
/// Kohlberg 1971.
public final class Nucleolus implements SharingRule {
  /// The most rollups that a component may have, 8 if it has groups or budgets; and the most that
  /// all components with an empty core may have together.
  public static final int MAX_ROLLUPS = 12;

  @Override
  public Solution solve(Auction auction, Game game, Selected selected) {
    CoreParts all = CoreParts.of(game, MAX_ROLLUPS);
    if (all.over().isPresent()) {
      return all.over().get();
    }
    BigFraction[] shares = new BigFraction[auction.rollups().size()];
    Arrays.fill(shares, BigFraction.ZERO);
    all.lone().indices().forEach(i -> shares[i] = BigFraction.of(game.value(RollupSet.of(i))));
    for (CoreParts.Part part : all.parts()) {
      while (!part.ladder().isDown()) {
        part.ladder().descend();
      }
      List<BigFraction> values = part.ladder().split();
      int[] rollups = part.rollups().indices().toArray();
      for (int k = 0; k < rollups.length; k++) {
        shares[rollups[k]] = values.get(k);
      }
    }
    return Solution.solved(new Split(List.of(shares)));
  }
}
