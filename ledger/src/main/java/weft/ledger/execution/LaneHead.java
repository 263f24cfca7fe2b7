package weft.ledger.execution;

import weft.primitives.Hash32;

/// The newest lane block of a rollup: lane height 0 and a zero hash before the first one.
public record LaneHead(long laneHeight, Hash32 laneHash) {}
