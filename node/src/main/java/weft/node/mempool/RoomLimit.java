package weft.node.mempool;

import java.util.Optional;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;

/// A room and how much it holds.
///
/// @param lane whose room it is; empty for the whole pool, and for that of bids
/// @param field by which a refusal names it
/// @param maxBytes of envelopes
record RoomLimit(Room room, Optional<RollupId> lane, String field, int maxCount, long maxBytes) {
  /// No bid has more than a few hundred bytes.
  private static final long ANY_BYTES = Long.MAX_VALUE;

  static RoomLimit ofLane(Room room, RollupId rollup, MempoolSettings settings) {
    return new RoomLimit(
        room,
        Optional.of(rollup),
        "lane " + rollup,
        settings.maxLaneTransactions(),
        settings.maxLaneBytes());
  }

  static RoomLimit ofPool(Room room, MempoolSettings settings) {
    return new RoomLimit(
        room, Optional.empty(), "mempool", settings.maxTransactions(), settings.maxBytes());
  }

  static RoomLimit ofBids(Room room, MempoolSettings settings) {
    return new RoomLimit(room, Optional.empty(), "room for bids", settings.maxBids(), ANY_BYTES);
  }

  boolean holds(PoolEntry entry) {
    return lane.isEmpty() || entry.lanes().contains(lane.get());
  }

  /// What who finds no place is refused with.
  RefusalCode code() {
    return lane.isEmpty() ? RefusalCode.MEMPOOL_FULL : RefusalCode.LANE_LIMIT;
  }

  String limit() {
    return maxBytes == ANY_BYTES
        ? maxCount + " bids"
        : maxCount + " transactions, " + maxBytes + " bytes";
  }
}
