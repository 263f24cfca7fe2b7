package weft.ledger.state;

import java.util.Locale;

/// Where a validator stands.
public enum ValidatorStatus {
  /// May be in the set, if its bond is among the greatest.
  ACTIVE(1),
  /// In no set until its operator takes it out of jail, which is never once it is tombstoned.
  JAILED(2),
  /// In no set; its bond comes back after the unbonding delay, less what it is slashed until then.
  LEAVING(3),
  /// Its bond came back. Its keys are never used again.
  LEFT(4);

  private final int code;

  ValidatorStatus(int code) {
    this.code = code;
  }

  /// The name on the wire and in docs, such as `active`.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  int code() {
    return code;
  }

  static ValidatorStatus ofCode(int code) {
    return switch (code) {
      case 1 -> ACTIVE;
      case 2 -> JAILED;
      case 3 -> LEAVING;
      case 4 -> LEFT;
      default ->
          throw new IllegalStateException("the state holds an unknown validator status: " + code);
    };
  }
}
