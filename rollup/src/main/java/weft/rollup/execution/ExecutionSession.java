package weft.rollup.execution;

import weft.rollup.lane.LaneCursor;

/// A conductor's hold on an executor. Opening another one ends it, so two conductors never drive
/// the same executor.
///
/// @param id names the session in every call
/// @param bounds which blocks may be executed
/// @param commitment soft and firm heads
/// @param head the last executed block, stored; may be one ahead of soft after a crash
/// @param cursor where to go on in the lane: after the lane block that the head was made from
public record ExecutionSession(
    long id,
    ExecutionBounds bounds,
    CommitmentState commitment,
    BlockMetadata head,
    LaneCursor cursor) {}
