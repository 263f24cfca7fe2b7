package weft.protocol.verdict;

import java.util.function.Function;

/// What a verifier found: what was proven, or the rule that the evidence breaks.
public sealed interface Verdict<T> {

  /// The evidence holds, and this is what it proves.
  record Valid<T>(T value) implements Verdict<T> {}

  /// The evidence proves nothing.
  ///
  /// @param rule the number of the broken rule in docs/protocol, such as `LANE-4`
  /// @param reason one sentence for a person, with the values that do not fit
  record Invalid<T>(String rule, String reason) implements Verdict<T> {
    /// The same finding about something else.
    public <U> Invalid<U> cast() {
      return new Invalid<>(rule, reason);
    }
  }

  static <T> Verdict<T> valid(T value) {
    return new Valid<>(value);
  }

  static <T> Verdict<T> invalid(String rule, String reason) {
    return new Invalid<>(rule, reason);
  }

  default boolean isValid() {
    return this instanceof Valid;
  }

  /// Goes on with what was proven; an invalid verdict stays as it is.
  default <U> Verdict<U> then(Function<T, Verdict<U>> next) {
    return switch (this) {
      case Valid<T>(T value) -> next.apply(value);
      case Invalid<T> invalid -> invalid.cast();
    };
  }
}
