package weft.market.certificate;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.primitives.Hash32;

/// The values that an auction's result rests on, so that [CertificateCheck] confirms it without
/// solving the auction again.
///
/// @param value v(N): what the winning bids offer together
/// @param alone v(i) by rollup: the best legal bid on it alone, 0 if there is none
/// @param marginals v(N) − v(N∖i) by rollup, where the solution is in their proportion; else empty
/// @param proof why no other bids offer more
/// @param inCore whether the shares are claimed to leave no legal bid a better offer than its
///   rollups get: without groups and budgets that keeps every coalition content
/// @param settled by winning bid
public record Certificate(
    BigInteger value,
    List<BigInteger> alone,
    List<BigInteger> marginals,
    Proof proof,
    boolean inCore,
    List<Settled> settled) {
  public Certificate {
    alone = List.copyOf(alone);
    marginals = List.copyOf(marginals);
    settled = List.copyOf(settled);
  }

  /// How one winning bid is settled.
  ///
  /// @param mechanism by which
  /// @param floors by rollup of the package, ascending
  /// @param refunds exact, by identity, ascending
  public record Settled(Hash32 mechanism, List<BigInteger> floors, List<Refund> refunds) {
    public Settled {
      floors = List.copyOf(floors);
      refunds = List.copyOf(refunds);
    }
  }

  /// What one identity gets back of one winning bid.
  public record Refund(int identity, BigFraction amount) {}

  /// Why the winners offer most, as far as that fits in here.
  public sealed interface Proof {}

  /// Prices at which no legal bid gains: each offers at most the prices of its rollups and its
  /// group, and the price of its bidder's money times what it offers. The prices of all rollups,
  /// all groups and all budgets (price times budget) sum to v(N), so nothing offers more.
  ///
  /// @param rollups by rollup
  /// @param groups of those groups whose price is not zero
  /// @param money by bidder, per unit; zero for those without a budget
  public record Prices(List<BigFraction> rollups, List<GroupPrice> groups, List<BigFraction> money)
      implements Proof {
    public Prices {
      rollups = List.copyOf(rollups);
      groups = List.copyOf(groups);
      money = List.copyOf(money);
    }
  }

  public record GroupPrice(int group, BigFraction price) {}

  /// No prices show it: the search does, to whoever repeats it.
  ///
  /// @param bound what the linear relaxation allows at most, if it was solved
  /// @param nodes that the search visited
  /// @param nodeBudget that it had
  public record Searched(Optional<BigFraction> bound, long nodes, long nodeBudget)
      implements Proof {}
}
