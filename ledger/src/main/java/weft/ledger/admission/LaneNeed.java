package weft.ledger.admission;

import weft.protocol.transaction.RollupId;

/// The room that a transaction needs in one lane of a block.
///
/// @param bytes of payload data
/// @param gas declared
public record LaneNeed(RollupId rollup, long bytes, long gas) {}
