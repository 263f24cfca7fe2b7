package weft.rollup.execution;

import weft.protocol.transaction.RollupId;

/// What an executor executes.
///
/// @param rollup the rollup whose lane it follows
/// @param firstBlock the number of the block that lane block 1 makes, at least 1
/// @param lastBlock the last block number; 0 = no end
public record ExecutionBounds(RollupId rollup, long firstBlock, long lastBlock) {
  public ExecutionBounds {
    if (firstBlock < 1 || (lastBlock != 0 && lastBlock < firstBlock)) {
      throw new IllegalArgumentException("bounds: 1 <= first <= last, or last = 0");
    }
  }

  /// All blocks of a rollup.
  public static ExecutionBounds all(RollupId rollup) {
    return new ExecutionBounds(rollup, 1, 0);
  }

  /// The number of the block that a lane block makes.
  public long numberOf(long laneHeight) {
    return firstBlock - 1 + laneHeight;
  }

  public boolean contains(long number) {
    return number >= firstBlock && (lastBlock == 0 || number <= lastBlock);
  }

  /// Whether nothing comes after the block with this number.
  public boolean isLast(long number) {
    return lastBlock != 0 && number == lastBlock;
  }
}
