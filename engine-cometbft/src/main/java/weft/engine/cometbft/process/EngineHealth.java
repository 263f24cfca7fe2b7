package weft.engine.cometbft.process;

/// Whether the engine gets on.
public sealed interface EngineHealth {
  /// @param height of the last block
  record Healthy(long height) implements EngineHealth {}

  /// Not yet, and nothing is wrong so far.
  record Starting(String reason) implements EngineHealth {}

  /// No block for too long. The process runs.
  record Stuck(String reason, String nextStep) implements EngineHealth {}

  /// The engine halted its consensus itself, and its process lives on.
  record ConsensusFailed(String reason, String nextStep) implements EngineHealth {}

  /// It ends again and again soon after its start.
  record CrashLooping(String reason, String nextStep) implements EngineHealth {}
}
