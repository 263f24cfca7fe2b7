package weft.protocol.status;

import weft.protocol.transaction.RollupId;

/// Where an included transaction's payloads stand in one lane. A transaction with several actions
/// for one rollup has one position per action.
public record LanePosition(RollupId rollup, long laneHeight, int firstPayload, int payloadCount) {}
