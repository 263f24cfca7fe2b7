package weft.node.api.answer;

import java.util.function.Function;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;

/// Small steps from a question's raw parts to an answer.
public final class Steps {
  private Steps() {}

  /// Goes on with the value, or passes the refusal on.
  public static <A, B> Checked<B> then(Checked<A> first, Function<A, Checked<B>> next) {
    return switch (first) {
      case Checked.Ok<A>(A value) -> next.apply(value);
      case Checked.Refused<A>(Refusal refusal) -> Checked.refused(refusal);
    };
  }

  /// Changes the value, or passes the refusal on.
  public static <A, B> Checked<B> map(Checked<A> first, Function<A, B> change) {
    return then(first, value -> Checked.ok(change.apply(value)));
  }

  /// A rollup's name, if it has the form of one.
  public static Checked<RollupId> rollupName(String field, String name) {
    return RollupId.isName(name)
        ? Checked.ok(RollupId.of(name))
        : invalid(field, "3 to 32 characters of a-z, 0-9 and -");
  }

  /// A hash, if the bytes have the size of one.
  public static Checked<Hash32> hash(String field, Bytes bytes) {
    return bytes.size() == Hash32.SIZE
        ? Checked.ok(Hash32.of(bytes))
        : invalid(field, Hash32.SIZE + " bytes");
  }

  /// A refusal of one field's form.
  public static <T> Checked<T> invalid(String field, String expected) {
    return Checked.refused(
        Refusal.of(RefusalCode.INVALID_FIELD, field, expected, field + ": expected " + expected));
  }
}
