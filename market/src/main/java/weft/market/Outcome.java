package weft.market;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.certificate.Certificate;
import weft.market.certificate.Claim;
import weft.market.selection.Selected;
import weft.market.sharing.Split;

/// The result of an auction. Everything that is charged is paid out: for each winning bid,
/// `floor(charged)` equals the payments of its rollups plus the refunds of its order flow; what is
/// below one unit stays with the bidder and is named as dust.
///
/// @param selected the winning bids
/// @param charged by winning bid, in the order of `selected.winners`, exact
/// @param solution the textbook value of the sharing rule over all rollups; empty where the
///   auction's winners follow several mechanisms or the rule has none within its limits
/// @param shares by rollup, what the guarantees leave of it, exact
/// @param payments by rollup, whole units
/// @param refunds by identity, whole units
/// @param dust what is charged beyond whole units, in sum
/// @param core least-core excess and whether the core is empty; absent where the game is too large
/// @param fallbacks where the answer is not what the mechanism names
/// @param certificate the values that all this rests on; also the floors and exact refunds of each
///   winning bid
public record Outcome(
    Selected selected,
    List<BigFraction> charged,
    Optional<Split> solution,
    Split shares,
    List<BigInteger> payments,
    List<BigInteger> refunds,
    BigFraction dust,
    Optional<Core> core,
    List<Fallback> fallbacks,
    Certificate certificate) {
  /// Whether some split leaves no coalition a reason to complain.
  ///
  /// @param nonEmpty there is one
  /// @param excess the least-core excess: the least, over all splits of v(N), of the greatest v(S)
  ///   − x(S) over proper coalitions; at most 0 exactly if the core is not empty
  public record Core(boolean nonEmpty, BigFraction excess) {}

  /// Where something simpler stands in for what the mechanism names.
  ///
  /// @param code `node-budget` if selection was cut short, `price-node-budget` if the search for a
  ///   price or a refund was, `core-bound` if all pay what they offered as the search for a
  ///   coalition was, `too-many-rollups` if equal surplus stands in for a sharing rule beyond its
  ///   limits, `several-selections` if mechanisms that select differently met, `unknown-module`,
  ///   `out-of-block-fuel` or the id of a [weft.market.wasm.ModuleFault] if a module's answer does
  ///   not count
  /// @param reason in words, with the limit
  public record Fallback(String code, String reason) {}

  public Outcome {
    charged = List.copyOf(charged);
    payments = List.copyOf(payments);
    refunds = List.copyOf(refunds);
    fallbacks = List.copyOf(fallbacks);
  }

  /// What the certificate is about, for its check.
  public Claim claim() {
    return new Claim(
        selected.winners(),
        selected.exact(),
        charged,
        solution.map(Split::shares),
        shares.shares(),
        payments,
        refunds,
        dust,
        core.map(Core::excess));
  }
}
