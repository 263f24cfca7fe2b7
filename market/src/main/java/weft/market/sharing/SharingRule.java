package weft.market.sharing;

import weft.market.auction.Auction;
import weft.market.game.Game;
import weft.market.selection.Selected;
import weft.protocol.mechanism.Sharing;

/// A textbook rule of sharing: what each rollup should get of what the auction earns, before the
/// guarantees of [Guarantees].
public interface SharingRule {
  /// The value of the rule on the game over all rollups of the auction.
  ///
  /// @param game the game of `auction`
  /// @param selected the winners of `auction`
  /// @return a split, or why the rule gives none here
  Solution solve(Auction auction, Game game, Selected selected);

  /// The rule of this name.
  ///
  /// @param mechanism index of the mechanism whose weights count, where the rule asks for them
  static SharingRule of(Sharing sharing, int mechanism) {
    return switch (sharing) {
      case FIXED -> new FixedSplit(mechanism);
      case PROPORTIONAL -> new Proportional();
      case EQUAL_SURPLUS -> new EqualSurplus();
      case MARGINAL -> new Marginal();
      case SHAPLEY -> new ShapleyValue();
      case NUCLEOLUS -> new Nucleolus();
      case VECTOR -> new VectorSplit();
    };
  }
}
