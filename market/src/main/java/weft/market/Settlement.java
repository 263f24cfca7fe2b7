package weft.market;

import java.math.BigInteger;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.Outcome.Fallback;
import weft.market.selection.Selected;
import weft.market.sharing.Split;

/// Who pays and gets what after an auction: an [Outcome] without what proves it.
///
/// @param selected the winning bids
/// @param charged by winning bid, in the order of `selected.winners`, exact
/// @param shares by rollup, exact
/// @param payments by rollup, whole units
/// @param refunds by identity, whole units
/// @param dust what is charged beyond whole units, in sum
/// @param deferred by rollup, what of its payment waits for what its package's rollups report
/// @param alone v(i) by rollup: the best legal bid on it alone, 0 if there is none
/// @param fallbacks where the answer is not what the mechanism names
/// @param fuel instructions that modules executed
public record Settlement(
    Selected selected,
    List<BigFraction> charged,
    Split shares,
    List<BigInteger> payments,
    List<BigInteger> refunds,
    List<BigInteger> deferred,
    BigFraction dust,
    List<BigInteger> alone,
    List<Fallback> fallbacks,
    long fuel) {
  public Settlement {
    charged = List.copyOf(charged);
    payments = List.copyOf(payments);
    refunds = List.copyOf(refunds);
    deferred = List.copyOf(deferred);
    alone = List.copyOf(alone);
    fallbacks = List.copyOf(fallbacks);
  }
}
