package weft.engine.cometbft.rpc;

import java.util.Optional;
import java.util.function.Function;

/// What came of a question to the engine.
public sealed interface RpcAnswer<T> {
  record Answered<T>(T value) implements RpcAnswer<T> {}

  /// @param message for people
  record Failed<T>(Reason reason, String message) implements RpcAnswer<T> {}

  enum Reason {
    /// Nothing answers: it starts, or it is down.
    UNREACHABLE,
    /// It took too long.
    TIMEOUT,
    /// The engine says no, such as for a height that it does not have.
    REFUSED,
    /// The answer is longer than such an answer may be.
    TOO_LARGE,
    /// The answer cannot be read.
    MALFORMED
  }

  default Optional<T> toOptional() {
    return switch (this) {
      case Answered<T>(T value) -> Optional.of(value);
      case Failed<T> _ -> Optional.empty();
    };
  }

  /// Reads the value with a function that may fail as well.
  default <R> RpcAnswer<R> then(Function<T, RpcAnswer<R>> next) {
    return switch (this) {
      case Answered<T>(T value) -> next.apply(value);
      case Failed<T>(Reason reason, String message) -> new Failed<>(reason, message);
    };
  }
}
