package weft.chain.store;

import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneHeader;
import weft.protocol.transaction.RollupId;

/// A lane block on its way into, or out of, the store.
///
/// @param laneIndex place of its header among the block's lane headers
public record LaneBlockRecord(
    RollupId rollup, LaneHeader header, LaneBlock laneBlock, int laneIndex) {}
