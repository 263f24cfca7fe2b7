package weft.engine.cometbft.install;

import java.util.function.BiFunction;

/// Whether there is an engine to run.
public sealed interface EngineSearch {
  record Found(EngineBinary binary) implements EngineSearch {}

  /// @param message why not
  /// @param nextStep what the operator does
  record Missing(String message, String nextStep) implements EngineSearch {}

  /// The engine that was found.
  ///
  /// @param refusal of the message and the next step
  default <X extends Exception> EngineBinary orElseThrow(BiFunction<String, String, X> refusal)
      throws X {
    return switch (this) {
      case Found(EngineBinary binary) -> binary;
      case Missing(String message, String nextStep) -> throw refusal.apply(message, nextStep);
    };
  }
}
