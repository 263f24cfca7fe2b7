package weft.market.auction;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;

/// One auction: everything that its outcome depends on.
///
/// Whoever makes one lists rollups by ascending id and bids by ascending id, so that the outcome
/// does not depend on the order in which anything arrived: an index breaks ties.
///
/// @param rollups whose lane heads are sold, also those without bids
/// @param bids all bids, legal or not
/// @param budgets by bidder, the most that all its winning bids may offer together; empty = no
///   limit
/// @param mechanisms that the bids name by index; at least one
/// @param fuel instructions that modules may execute in it together, at least zero
public record Auction(
    List<RollupTerms> rollups,
    List<Bid> bids,
    List<Optional<BigInteger>> budgets,
    List<Mechanism> mechanisms,
    long fuel) {
  public Auction {
    rollups = List.copyOf(rollups);
    bids = List.copyOf(bids);
    budgets = List.copyOf(budgets);
    mechanisms = List.copyOf(mechanisms);
    if (fuel < 0) {
      throw new IllegalArgumentException("fuel is not negative, got " + fuel);
    }
    RollupSet all = RollupSet.all(rollups.size());
    for (RollupTerms terms : rollups) {
      if (terms.weights().size() > 1 && terms.weights().size() != mechanisms.size()) {
        throw new IllegalArgumentException("a rollup has one weight, or one for each mechanism");
      }
    }
    for (Bid bid : bids) {
      if (!all.containsAll(bid.rollups())) {
        throw new IllegalArgumentException("a bid names a rollup that is not in the auction");
      }
      if (bid.bidder() < 0 || bid.bidder() >= budgets.size()) {
        throw new IllegalArgumentException("a bid's bidder is not in the auction");
      }
      if (bid.mechanism() < 0 || bid.mechanism() >= mechanisms.size()) {
        throw new IllegalArgumentException("a bid's mechanism is not in the auction");
      }
    }
  }

  /// An auction in which modules may use as much fuel as one mechanism can allow.
  public Auction(
      List<RollupTerms> rollups,
      List<Bid> bids,
      List<Optional<BigInteger>> budgets,
      List<Mechanism> mechanisms) {
    this(rollups, bids, budgets, mechanisms, Modules.MAX_FUEL);
  }

  /// The search nodes that selecting in it may visit: the greatest of its mechanisms' budgets, so
  /// that nobody spoils the auction of others by a mechanism with a small one.
  public long nodeBudget() {
    return mechanisms.stream().mapToLong(Mechanism::nodeBudget).max().orElseThrow();
  }

  /// Whether a bid's bidder may pay it, if nothing else.
  public boolean affords(Bid bid) {
    Optional<BigInteger> budget = budgets.get(bid.bidder());
    return budget.isEmpty() || bid.amount().compareTo(budget.get()) <= 0;
  }

  /// The auction with those of its bids alone.
  public Auction keeping(Predicate<Bid> kept) {
    return withBids(bids.stream().filter(kept).toList());
  }

  /// The auction with these bids instead.
  public Auction withBids(List<Bid> others) {
    return new Auction(rollups, others, budgets, mechanisms, fuel);
  }

  /// The auction with so many instructions for its modules.
  public Auction withFuel(long instructions) {
    return new Auction(rollups, bids, budgets, mechanisms, instructions);
  }

  /// All rollups.
  public RollupSet grandCoalition() {
    return RollupSet.all(rollups.size());
  }
}
