package weft.market.auction;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;

/// An offer to pay for placing payloads at the head of the lanes of a set of rollups. What it
/// places is of no concern to the market.
///
/// @param bidder index of who pays; budgets and pricing look at a bidder's bids together
/// @param rollups the package, not empty
/// @param amount what is offered, in the asset's unit, above zero
/// @param xorGroup at most one bid of a group wins; groups are numbered across all bidders, so two
///   bidders never share one
/// @param mechanism index of the mechanism that all its rollups accept
/// @param split what each rollup is to get, by ascending index, in sum the amount; empty if the
///   bidder leaves it to the mechanism
/// @param uses order flow that it uses; percentages sum to at most 100
public record Bid(
    int bidder,
    RollupSet rollups,
    BigInteger amount,
    OptionalInt xorGroup,
    int mechanism,
    List<BigInteger> split,
    List<OrderUse> uses) {
  public Bid {
    split = List.copyOf(split);
    uses = List.copyOf(uses);
    if (rollups.isEmpty()) {
      throw new IllegalArgumentException("a bid names at least one rollup");
    }
    if (amount.signum() <= 0) {
      throw new IllegalArgumentException("a bid's amount is above zero, got " + amount);
    }
    if (!split.isEmpty()) {
      requireSplit(rollups, amount, split);
    }
    if (uses.stream().mapToInt(OrderUse::percent).sum() > 100) {
      throw new IllegalArgumentException("a bid's refunds sum to more than 100 percent");
    }
  }

  private static void requireSplit(RollupSet rollups, BigInteger amount, List<BigInteger> split) {
    if (split.size() != rollups.size() || split.stream().anyMatch(part -> part.signum() < 0)) {
      throw new IllegalArgumentException("a split has one part of at least zero for each rollup");
    }
    if (!split.stream().reduce(BigInteger.ZERO, BigInteger::add).equals(amount)) {
      throw new IllegalArgumentException("a split sums to the bid's amount");
    }
  }

  /// A plain bid: no group, the first mechanism, no split, no order flow.
  public static Bid of(int bidder, RollupSet rollups, BigInteger amount) {
    return new Bid(bidder, rollups, amount, OptionalInt.empty(), 0, List.of(), List.of());
  }
}
