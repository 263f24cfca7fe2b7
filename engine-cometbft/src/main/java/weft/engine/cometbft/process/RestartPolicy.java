package weft.engine.cometbft.process;

/// How an engine is stopped and started again.
///
/// @param firstPauseMs before the first new start; doubled for each further one
/// @param maxPauseMs never longer
/// @param steadyMs an engine that ran this long counts as sound: pauses begin anew
/// @param graceMs after SIGTERM, until SIGKILL
public record RestartPolicy(long firstPauseMs, long maxPauseMs, long steadyMs, long graceMs) {
  public static final RestartPolicy DEFAULT = new RestartPolicy(500, 30_000, 60_000, 10_000);

  public RestartPolicy {
    if (firstPauseMs < 1 || maxPauseMs < firstPauseMs || steadyMs < 1 || graceMs < 1) {
      throw new IllegalArgumentException("pauses and times are at least 1 ms, the longest last");
    }
  }

  /// The pause after so many early ends in a row.
  ///
  /// @param earlyEnds 0 where the engine had run long enough
  long pauseMs(int earlyEnds) {
    long pause = firstPauseMs;
    for (int i = 1; i < earlyEnds && pause < maxPauseMs; i++) {
      pause = Math.min(maxPauseMs, pause * 2);
    }
    return pause;
  }
}
