package weft.engine.cometbft.process;

import java.util.Optional;
import java.util.OptionalLong;

/// How the engine's process is, at one instant.
///
/// @param pid of the process; empty while none runs
/// @param restarts since Weft started
/// @param earlyEnds how often in a row it ended before it had run long enough to count as sound
/// @param lastEnd why it ended last
/// @param consensusFailure what the running engine said when its consensus halted
public record EngineRun(
    OptionalLong pid,
    int restarts,
    int earlyEnds,
    Optional<String> lastEnd,
    Optional<String> consensusFailure) {

  static final EngineRun NOT_STARTED =
      new EngineRun(OptionalLong.empty(), 0, 0, Optional.empty(), Optional.empty());
}
