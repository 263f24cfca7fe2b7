package weft.node.mempool;

import java.util.Optional;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;

/// A room and how much it holds.
///
/// @param lane whose room it is; empty for the whole pool
/// @param maxBytes of envelopes
record RoomLimit(Room room, Optional<RollupId> lane, int maxCount, long maxBytes) {
  boolean holds(PoolEntry entry) {
    return lane.isEmpty() || entry.lanes().contains(lane.get());
  }

  /// What who finds no place is refused with.
  RefusalCode code() {
    return lane.isEmpty() ? RefusalCode.MEMPOOL_FULL : RefusalCode.LANE_LIMIT;
  }

  String field() {
    return lane.map(rollup -> "lane " + rollup).orElse("mempool");
  }

  String limit() {
    return maxCount + " transactions, " + maxBytes + " bytes";
  }
}
