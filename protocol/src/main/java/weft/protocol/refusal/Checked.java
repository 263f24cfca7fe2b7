package weft.protocol.refusal;

/// Either a value or the reason why there is none.
public sealed interface Checked<T> {

  record Ok<T>(T value) implements Checked<T> {}

  record Refused<T>(Refusal refusal) implements Checked<T> {}

  static <T> Checked<T> ok(T value) {
    return new Ok<>(value);
  }

  static <T> Checked<T> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }
}
