package weft.primitives;

/// Bytes from outside that do not have the promised layout. Whoever decodes such bytes catches this
/// at its edge and turns it into a refusal.
public final class MalformedException extends RuntimeException {
  private final String field;

  /// Names the field and the reason.
  ///
  /// @param field the name of the field that could not be read
  /// @param reason what is wrong with it
  public MalformedException(String field, String reason) {
    super(field + ": " + reason);
    this.field = field;
  }

  /// The name of the field that could not be read.
  public String field() {
    return field;
  }
}
