package weft.market.certificate;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.apache.commons.numbers.fraction.BigFraction;

/// What an auction is claimed to have come to: who won, who pays, who is paid.
///
/// @param winners indices of the winning bids, ascending
/// @param exact whether they are claimed to offer most
/// @param charged by winning bid
/// @param solution textbook shares by rollup, where one rule gave them for all
/// @param shares by rollup, exact
/// @param payments by rollup, whole units
/// @param refunds by identity, whole units
/// @param dust what is charged beyond whole units, in sum
/// @param excess the least-core excess, where it was found
public record Claim(
    List<Integer> winners,
    boolean exact,
    List<BigFraction> charged,
    Optional<List<BigFraction>> solution,
    List<BigFraction> shares,
    List<BigInteger> payments,
    List<BigInteger> refunds,
    BigFraction dust,
    Optional<BigFraction> excess) {
  public Claim {
    winners = List.copyOf(winners);
    charged = List.copyOf(charged);
    solution = solution.map(List::copyOf);
    shares = List.copyOf(shares);
    payments = List.copyOf(payments);
    refunds = List.copyOf(refunds);
  }
}
