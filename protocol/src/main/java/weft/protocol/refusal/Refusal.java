package weft.protocol.refusal;

import java.util.Optional;
import weft.primitives.Amount;

/// An expected "no": a stable code, what it is about, and what to do next.
///
/// @param field the field or thing that was refused, as named on the wire; may be empty
/// @param limit the limit that was passed, with its unit; may be empty
/// @param message one sentence for a person
/// @param nextStep what to do next, one sentence
/// @param retryAfterMs do not retry earlier; 0 = retrying the same does not help
/// @param requiredMaxFee the maximum fee that would get in now, where the fee was the reason
public record Refusal(
    RefusalCode code,
    String field,
    String limit,
    String message,
    String nextStep,
    long retryAfterMs,
    Optional<Amount> requiredMaxFee) {

  /// A refusal that names code, field, limit and message; the next step is the code's own.
  public static Refusal of(RefusalCode code, String field, String limit, String message) {
    return new Refusal(code, field, limit, message, code.nextStep(), 0, Optional.empty());
  }

  /// The same with a time before which a retry is useless.
  public Refusal retryAfterMs(long waitMs) {
    return new Refusal(code, field, limit, message, nextStep, waitMs, requiredMaxFee);
  }

  /// The same with the fee that would get in.
  public Refusal requiringMaxFee(Amount fee) {
    return new Refusal(code, field, limit, message, nextStep, retryAfterMs, Optional.of(fee));
  }

  @Override
  public String toString() {
    return code.id() + (field.isEmpty() ? "" : " (" + field + ")") + ": " + message;
  }
}
