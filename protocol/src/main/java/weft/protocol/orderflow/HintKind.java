package weft.protocol.orderflow;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a node may tell of a transaction that it keeps back, beside its hash.
public enum HintKind {
  /// The rollups that it has payloads for.
  ROLLUPS,
  /// The bytes of its envelope.
  SIZE,
  /// The account that signed it.
  SENDER,
  /// The refund that it asks for.
  REFUND,
  /// Its payloads.
  PAYLOADS;

  /// The name on the wire and in docs, such as `rollups`.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind with a name.
  public static Optional<HintKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
  }
}
