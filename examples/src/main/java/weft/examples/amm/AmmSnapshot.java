package weft.examples.amm;

import java.util.List;
import weft.primitives.Hash32;
import weft.protocol.transaction.RollupId;
import weft.rollup.execution.ConductorState;

/// An AMM rollup at one moment.
///
/// @param block number of the last executed block; 0 before the first
/// @param stateRoot root after that block; zero before the first
/// @param laneHeight the lane block that it was made from
/// @param timeMs time of the Weft block; 0 before the first
/// @param verified whether every lane block so far was verified, and no lie was found
/// @param executed payloads that took effect since the rollup was started here
/// @param skipped payloads that did not, likewise
public record AmmSnapshot(
    RollupId rollup,
    long block,
    Hash32 stateRoot,
    long laneHeight,
    long timeMs,
    boolean verified,
    List<PoolState> pools,
    long executed,
    long skipped,
    ConductorState conductor) {
  public AmmSnapshot {
    pools = List.copyOf(pools);
  }
}
