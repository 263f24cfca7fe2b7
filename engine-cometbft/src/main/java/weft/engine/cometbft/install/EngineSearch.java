package weft.engine.cometbft.install;

/// Whether there is an engine to run.
public sealed interface EngineSearch {
  record Found(EngineBinary binary) implements EngineSearch {}

  /// @param message why not
  /// @param nextStep what the operator does
  record Missing(String message, String nextStep) implements EngineSearch {}
}
