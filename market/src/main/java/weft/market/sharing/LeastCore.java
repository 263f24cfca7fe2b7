package weft.market.sharing;

import java.util.Optional;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.game.Game;
import weft.market.linear.Rational;

/// How much the coalition that complains most must complain at least.
public final class LeastCore {
  /// The most rollups that a component may have, 8 if it has groups or budgets; and the most that
  /// all components with an empty core may have together.
  public static final int MAX_ROLLUPS = ExcessLadder.MAX_PLAYERS;

  private LeastCore() {}

  /// The least, over all splits of v(N) among the active rollups, of the greatest v(S) − x(S) over
  /// coalitions S other than none and all of them: at most 0 exactly if the core is not empty; 0 if
  /// fewer than two rollups are active.
  ///
  /// @return empty if the game is too large
  public static Optional<BigFraction> excess(Game game) {
    CoreParts all = CoreParts.of(game, MAX_ROLLUPS);
    if (all.over().isPresent()) {
      return Optional.empty();
    }
    Optional<BigFraction> greatest =
        all.parts().stream().map(CoreParts.Part::excess).max(Rational::compare);
    boolean whole = all.parts().size() == 1 && all.lone().isEmpty();
    return whole
        ? greatest
        : Optional.of(greatest.filter(excess -> excess.signum() > 0).orElse(BigFraction.ZERO));
  }
}
