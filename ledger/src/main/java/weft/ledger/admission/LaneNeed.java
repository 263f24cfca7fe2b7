package weft.ledger.admission;

import weft.protocol.transaction.RollupId;

/// The room that a transaction needs in one lane of a block.
///
/// @param bytes of payload data
/// @param payloads how many
/// @param gas declared
public record LaneNeed(RollupId rollup, long bytes, int payloads, long gas) {}
