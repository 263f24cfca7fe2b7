package weft.rollup.execution;

import weft.protocol.lane.VerifiedLaneBlock;

/// Hears of executed blocks. Called on the conductor's thread: must be quick. An exception stops
/// the conductor as [ConductorState.Failed]; the block stays executed and is not told again.
@FunctionalInterface
public interface ConductorListener {
  ConductorListener NONE = (laneBlock, block) -> {};

  /// A block is executed and stored.
  void executed(VerifiedLaneBlock laneBlock, BlockMetadata block);
}
