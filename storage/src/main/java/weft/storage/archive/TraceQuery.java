package weft.storage.archive;

import java.util.Optional;
import java.util.OptionalLong;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.transaction.RollupId;

/// Which bids somebody asks for. What is empty does not matter.
///
/// @param isDelivered only those that won
/// @param cursor the highest slot to begin with
/// @param order by falling slot, or by the value that was paid, of those that won only
/// @param limit at most so many
public record TraceQuery(
    boolean isDelivered,
    OptionalLong slot,
    OptionalLong cursor,
    Optional<Hash32> blockHash,
    Optional<Address> bidder,
    Optional<Address> proposer,
    Optional<RollupId> rollup,
    Order order,
    int limit) {

  /// The order of the answer.
  public enum Order {
    NEWEST,
    HIGHEST_VALUE,
    LOWEST_VALUE
  }

  /// Everything, newest first.
  public static TraceQuery all(boolean isDelivered, int limit) {
    return new TraceQuery(
        isDelivered,
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Order.NEWEST,
        limit);
  }
}
