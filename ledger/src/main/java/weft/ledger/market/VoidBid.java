package weft.ledger.market;

import java.util.List;
import java.util.Locale;
import weft.primitives.Amount;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;

/// A bid that takes no part in its block's auction.
///
/// @param message one sentence for a person
/// @param forfeited what the bidder loses for it, in the bid's asset
public record VoidBid(BlockBid bid, Reason reason, String message, Amount forfeited) {

  /// A bid that loses nothing.
  VoidBid(BlockBid bid, Reason reason, String message) {
    this(bid, reason, message, Amount.ZERO);
  }

  /// What a rollup of a void bid's package gets of what it forfeited: an equal part, and what is
  /// left of those the first one.
  public static Amount part(Amount forfeited, Action.Bid bid, RollupId rollup) {
    List<RollupId> rollups = bid.rollups();
    Amount equal = forfeited.mulDivFloor(1, rollups.size());
    return rollups.getFirst().equals(rollup)
        ? forfeited.minus(equal.times(rollups.size() - 1))
        : equal;
  }

  /// Why a bid is void. Where several hold, it is the first.
  public enum Reason {
    /// The block lies before the bid's first height.
    TOO_EARLY,
    /// A rollup is not registered, or closed.
    UNKNOWN_ROLLUP,
    /// A rollup does not sell the head of its lane.
    NOT_FOR_SALE,
    /// A rollup sells for another asset.
    WRONG_ASSET,
    /// The rollups accept no mechanism in common, or one does not accept another.
    NO_COMMON_MECHANISM,
    /// A rollup takes sealed bids only, and the bid was never sealed.
    NOT_SEALED,
    /// No block can be built with the transactions that the bid names, says the block.
    MISSING_TRANSACTION,
    /// The bidder has as many bids in the block as take part.
    TOO_MANY_BIDS,
    /// What the bidder holds does not cover the bid besides its bids before.
    BOND_TOO_LOW,
    /// Greater bids in the asset are on as many rollups as an auction takes.
    TOO_MANY_ROLLUPS;

    /// Whether a sealed bid that is void for this counts as shown all the same.
    boolean endsSeal() {
      return this == MISSING_TRANSACTION || this == TOO_MANY_ROLLUPS;
    }

    /// The stable name, such as `unknown-rollup`.
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
