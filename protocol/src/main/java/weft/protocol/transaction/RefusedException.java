package weft.protocol.transaction;

import weft.protocol.refusal.Refusal;

/// Carries a refusal from deep inside a message to the codec's edge, which turns it into a value.
/// Has no stack trace: hostile bytes must not be dear.
final class RefusedException extends RuntimeException {
  private final transient Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.message(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
