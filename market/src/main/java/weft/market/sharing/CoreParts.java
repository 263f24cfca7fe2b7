package weft.market.sharing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.RollupSet;
import weft.market.game.Component;
import weft.market.game.Game;

/// The parts of a game whose prenucleoli make up that of the whole: its components, but all those
/// with an empty core together. (By Kohlberg's criterion a component whose core is not empty
/// changes nothing elsewhere; two whose cores are empty can relieve each other.)
///
/// @param over the part that is too large, if one is; then the others are not found
/// @param parts of at least two rollups each
/// @param lone rollups that have nothing to do with others
record CoreParts(Optional<Solution.OverLimit> over, List<Part> parts, RollupSet lone) {
  /// @param ladder one rung down
  /// @param excess the least-core excess
  record Part(RollupSet rollups, ExcessLadder ladder, BigFraction excess) {
    static Part of(Game game, RollupSet rollups) {
      ExcessLadder ladder = new ExcessLadder(Table.of(game, rollups), rollups.size());
      return new Part(rollups, ladder, ladder.descend());
    }

    boolean coreIsEmpty() {
      return excess.signum() > 0;
    }
  }

  private static CoreParts over(Solution.OverLimit over) {
    return new CoreParts(Optional.of(over), List.of(), RollupSet.EMPTY);
  }

  static CoreParts of(Game game, int limit) {
    Optional<Solution.OverLimit> over = Solution.OverLimit.among(game.components(), limit);
    if (over.isPresent()) {
      return over(over.get());
    }
    List<Part> parts = new ArrayList<>();
    RollupSet lone = RollupSet.EMPTY;
    for (Component component : game.components()) {
      if (component.rollups().size() == 1) {
        lone = lone.union(component.rollups());
      } else {
        parts.add(Part.of(game, component.rollups()));
      }
    }
    List<Part> empty = parts.stream().filter(Part::coreIsEmpty).toList();
    if (empty.size() > 1) {
      RollupSet joined =
          empty.stream().map(Part::rollups).reduce(RollupSet.EMPTY, RollupSet::union);
      if (joined.size() > limit) {
        return over(Solution.OverLimit.of(joined.size(), limit));
      }
      parts.removeAll(empty);
      parts.add(Part.of(game, joined));
    }
    return new CoreParts(Optional.empty(), List.copyOf(parts), lone);
  }
}
