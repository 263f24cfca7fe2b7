package weft.market.selection;

import java.math.BigInteger;
import java.util.List;

/// The bids that win.
///
/// @param winners their indices in the auction, ascending
/// @param value what they offer together
/// @param exact whether no legal set of bids offers more; `false` if the node budget was spent
///   first
/// @param nodes search nodes visited
public record Selected(List<Integer> winners, BigInteger value, boolean exact, long nodes) {
  public Selected {
    winners = List.copyOf(winners);
  }
}
