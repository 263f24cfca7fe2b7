package weft.rollup.client;

import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;

/// An answer that cannot be read: the node speaks another version, or lies.
public final class MalformedAnswerException extends NodeException {
  private final transient Bytes answer;

  /// An answer and what is wrong with it.
  ///
  /// @param answer the answer in its encoded form
  public MalformedAnswerException(String message, Bytes answer, @Nullable Throwable cause) {
    super(message, cause);
    this.answer = answer;
  }

  /// The answer in its encoded form.
  public Bytes answer() {
    return answer;
  }
}
