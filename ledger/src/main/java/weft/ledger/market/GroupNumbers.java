package weft.ledger.market;

import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.primitives.Address;

/// Numbers the exclusive groups of an auction across all bidders, in the order of its bids.
public final class GroupNumbers {
  private final SortedMap<Address, SortedMap<Long, Integer>> numbers = new TreeMap<>();
  private int next;

  /// The number of a bidder's group, from 0 on.
  ///
  /// @param group as the bidder numbers it; 0 = none
  public OptionalInt of(Address bidder, long group) {
    return group == 0
        ? OptionalInt.empty()
        : OptionalInt.of(
            numbers
                .computeIfAbsent(bidder, _ -> new TreeMap<>())
                .computeIfAbsent(group, _ -> next++));
  }
}
