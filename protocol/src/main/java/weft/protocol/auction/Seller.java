package weft.protocol.auction;

import java.util.List;
import weft.primitives.Amount;
import weft.protocol.transaction.RollupId;

/// A rollup of an auction, on its terms of that block.
///
/// @param reserve the least that it takes for the head of its lane
/// @param weights its part where revenue is shared by fixed weights, by index of the auction's
///   mechanisms; 0 for one that it does not accept
/// @param alone the best bid on it alone, at least its reserve; 0 if there is none
/// @param payment what it gets of the auction
/// @param deferred the part of the payment that is held in escrow, to be divided among the package
///   by what its rollups report; 0 where the mechanism defers nothing
public record Seller(
    RollupId rollup,
    Amount reserve,
    List<Long> weights,
    Amount alone,
    Amount payment,
    Amount deferred) {
  public Seller {
    weights = List.copyOf(weights);
  }

  /// A rollup that gets all with the block.
  public Seller(RollupId rollup, Amount reserve, List<Long> weights, Amount alone, Amount payment) {
    this(rollup, reserve, weights, alone, payment, Amount.ZERO);
  }

  /// What it gets with the block.
  public Amount paidAtOnce() {
    return payment.minus(deferred);
  }
}
