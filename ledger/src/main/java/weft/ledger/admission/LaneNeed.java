package weft.ledger.admission;

import weft.ledger.rules.LaneRoom;
import weft.protocol.transaction.RollupId;

/// The room that a transaction needs in one lane of a block.
public record LaneNeed(RollupId rollup, LaneRoom room) {}
