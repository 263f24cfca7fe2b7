package weft.examples.amm;

import java.util.List;
import weft.protocol.lane.VerifiedLaneBlock;
import weft.rollup.execution.BlockMetadata;

/// Hears of an AMM rollup's blocks. Called on the rollup's thread: must be quick.
@FunctionalInterface
public interface AmmListener {
  AmmListener NONE = (laneBlock, block, outcomes) -> {};

  /// A block is executed and stored.
  ///
  /// @param outcomes one per entry of the lane block
  void executed(VerifiedLaneBlock laneBlock, BlockMetadata block, List<AmmOutcome> outcomes);
}
