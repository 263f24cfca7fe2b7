package weft.market.game;

import java.math.BigInteger;
import java.util.List;
import weft.market.auction.RollupSet;

/// The cooperative game of an auction: what each coalition of its rollups could have earned.
public interface Game {
  /// How many rollups play, also those that no bid names.
  int players();

  /// v(S): the most that legal bids with packages inside `coalition` offer together; 0 for none.
  BigInteger value(RollupSet coalition);

  /// Whether a value that concerns these rollups was asked for and could not be found within the
  /// nodes for it: then [#value] answered 0, and nothing that rests on their values counts.
  boolean isCutShort(RollupSet rollups);

  /// The parts that earn independently of each other, by their lowest rollup: the game is the sum
  /// of the games on them.
  List<Component> components();

  /// The rollups that some legal bid names; all others are dummies, v(S ∪ i) = v(S).
  RollupSet active();
}
