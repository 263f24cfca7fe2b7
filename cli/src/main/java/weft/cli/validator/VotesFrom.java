package weft.cli.validator;

import java.util.Map;
import weft.cli.Format;
import weft.cli.transaction.Delivery;

/// When a change of a validator reaches the set: two blocks after the one that has it.
final class VotesFrom {
  private static final long DELAY_BLOCKS = 2;

  private VotesFrom() {}

  /// @param text what then is, with `%s` for the block
  static Delivery.Outcome block(String text) {
    return (_, height) -> {
      long from = height + DELAY_BLOCKS;
      return new Delivery.Told(Map.of("fromHeight", from), text.formatted(Format.count(from)));
    };
  }
}
