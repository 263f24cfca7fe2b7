package weft.ledger.state;

import java.util.Locale;

/// Where a rollup stands.
public enum RollupStatus {
  ACTIVE(1),
  /// Closing is announced; the lane still takes payloads.
  CLOSING(2),
  /// Takes no payloads any more, and its name is never used again.
  CLOSED(3);

  private final int code;

  RollupStatus(int code) {
    this.code = code;
  }

  /// The name on the wire and in docs, such as `active`.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  int code() {
    return code;
  }

  static RollupStatus ofCode(int code) {
    return switch (code) {
      case 1 -> ACTIVE;
      case 2 -> CLOSING;
      case 3 -> CLOSED;
      default -> throw new IllegalStateException("the state holds an unknown status: " + code);
    };
  }
}
