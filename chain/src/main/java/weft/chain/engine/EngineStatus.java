package weft.chain.engine;

/// Whether an engine makes blocks, and if not, why and what to do.
public sealed interface EngineStatus {
  record Starting() implements EngineStatus {}

  record Running(long height) implements EngineStatus {}

  /// Makes no blocks at present, and goes on by itself once the reason is gone.
  record Stalled(long height, String reason, String nextStep) implements EngineStatus {}

  /// Cannot go on safely. Nothing committed is lost.
  record Halted(long height, String reason, String nextStep) implements EngineStatus {}

  record Stopped() implements EngineStatus {}
}
