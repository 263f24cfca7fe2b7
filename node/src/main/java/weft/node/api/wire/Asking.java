package weft.node.api.wire;

import java.util.function.Supplier;
import weft.primitives.MalformedException;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// The edge at which fields of a request are read.
public final class Asking {
  private Asking() {}

  /// Runs a question; a field that it cannot read becomes a refusal that names it.
  public static <T> Checked<T> ask(Supplier<Checked<T>> question) {
    try {
      return question.get();
    } catch (MalformedException e) {
      return Checked.refused(
          Refusal.of(RefusalCode.INVALID_FIELD, e.field(), "", String.valueOf(e.getMessage())));
    }
  }
}
