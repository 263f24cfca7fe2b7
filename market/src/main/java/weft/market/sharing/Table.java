package weft.market.sharing;

import java.math.BigInteger;
import weft.market.auction.RollupSet;
import weft.market.game.Game;

/// The values of all coalitions of a few players, by the bits of the coalition.
final class Table {
  private Table() {}

  /// @return by mask, bit k standing for the k-th of `players` in ascending order
  static BigInteger[] of(Game game, RollupSet players) {
    int[] indices = players.indices().toArray();
    BigInteger[] values = new BigInteger[1 << indices.length];
    for (int mask = 0; mask < values.length; mask++) {
      int[] chosen = new int[Integer.bitCount(mask)];
      for (int k = 0, rest = mask; rest != 0; k++, rest &= rest - 1) {
        chosen[k] = indices[Integer.numberOfTrailingZeros(rest)];
      }
      values[mask] = game.value(RollupSet.of(chosen));
    }
    return values;
  }
}
