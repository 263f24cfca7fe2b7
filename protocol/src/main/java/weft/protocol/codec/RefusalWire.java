package weft.protocol.codec;

import java.util.Optional;
import weft.primitives.Amount;
import weft.primitives.MalformedException;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Refusals.
public final class RefusalWire {
  private RefusalWire() {}

  public static weft.protocol.wire.Refusal toWire(Refusal refusal) {
    return weft.protocol.wire.Refusal.newBuilder()
        .setCode(refusal.code().id())
        .setField(refusal.field())
        .setLimit(refusal.limit())
        .setMessage(refusal.message())
        .setNextStep(refusal.nextStep())
        .setRetryAfterMs(refusal.retryAfterMs())
        .setRequiredMaxFee(refusal.requiredMaxFee().map(Amount::toString).orElse(""))
        .build();
  }

  /// Reads a refusal; throws a `MalformedException` that names the field.
  public static Refusal fromWire(weft.protocol.wire.Refusal wire) {
    String fee = wire.getRequiredMaxFee();
    return new Refusal(
        code(wire.getCode(), "refusal.code"),
        wire.getField(),
        wire.getLimit(),
        wire.getMessage(),
        wire.getNextStep(),
        WireFields.u64(wire.getRetryAfterMs(), "refusal.retry_after_ms"),
        fee.isEmpty()
            ? Optional.empty()
            : Optional.of(WireFields.amount(fee, "refusal.required_max_fee")));
  }

  static RefusalCode code(String id, String field) {
    return RefusalCode.ofId(id)
        .orElseThrow(() -> new MalformedException(field, "is no code that this version knows"));
  }
}
