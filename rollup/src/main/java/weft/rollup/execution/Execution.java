package weft.rollup.execution;

/// What an executor answers.
public sealed interface Execution<T> {

  record Done<T>(T value) implements Execution<T> {}

  /// Nothing was done.
  record Rejected<T>(Rejection rejection, String message) implements Execution<T> {}

  static <T> Execution<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Execution<T> rejected(Rejection rejection, String message) {
    return new Rejected<>(rejection, message);
  }

  /// Why an executor refuses.
  enum Rejection {
    /// The session is not the latest: open another.
    SESSION_ENDED,
    /// The parent is not the executor's head.
    WRONG_PARENT,
    /// The block number is outside the session's bounds.
    OUT_OF_BOUNDS,
    /// The lane block is of another rollup.
    WRONG_ROLLUP,
    /// The executor has no block with this number and hash.
    UNKNOWN_BLOCK,
    /// Soft would be behind firm.
    FIRM_AHEAD_OF_SOFT,
    /// Soft or firm would go back.
    GOES_BACK
  }
}
