package weft.ledger.market;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import weft.primitives.Amount;
import weft.protocol.transaction.Action;

/// How far a bidder's bond in an asset is taken up by its bids of a block: whichever of them win,
/// what they offer together is held.
public final class BidCover {
  private Amount held;
  private final Amount budget;
  private final Map<Long, Amount> greatestOfGroups = new TreeMap<>();
  private Amount exposure = Amount.ZERO;

  /// @param held without what seals hold
  /// @param budget the most that its winners may offer together
  BidCover(Amount held, Amount budget) {
    this.held = held;
    this.budget = budget;
  }

  /// Whether a budget keeps something from winning. One that does not is none: rollups could count
  /// less on the bids of a bidder that has one.
  ///
  /// @param bids of the bidder that take part
  public static boolean isBinding(Amount budget, List<Action.Bid> bids) {
    BidCover together = new BidCover(budget, Amount.MAX);
    return !bids.stream()
        .allMatch(bid -> together.takes(bid.amount(), bid.exclusiveGroup(), Amount.ZERO));
  }

  /// Takes one more bid, unless the bond does not cover it.
  ///
  /// @param group of which one bid wins at most; 0 = none
  /// @param deposit what a seal holds that the bid ends if it takes part
  boolean takes(Amount amount, long group, Amount deposit) {
    Amount before = greatestOfGroups.getOrDefault(group, Amount.ZERO);
    Amount greatest = before.max(amount);
    Amount after = exposure.saturatingPlus(greatest.minus(before));
    Amount released = held.saturatingPlus(deposit);
    if (released.isLessThan(after.min(budget))) {
      return false;
    }
    held = released;
    exposure = after;
    if (group != 0) {
      greatestOfGroups.put(group, greatest);
    }
    return true;
  }
}
