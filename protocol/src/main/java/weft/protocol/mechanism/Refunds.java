package weft.protocol.mechanism;

import java.util.Arrays;
import java.util.Optional;

/// What order flow gets back of a winning bid's price above the rollups' floors.
public enum Refunds {
  /// Nothing.
  NONE(1, "none"),
  /// The percentage that each use asks for.
  PERCENT(2, "percent"),
  /// By what the auction would lose without each identity's order flow, capped for each set of
  /// identities (BuilderNet's published refund rule).
  FLAT_TAX(3, "flat-tax");

  private final int number;
  private final String id;

  Refunds(int number, String id) {
    this.number = number;
    this.id = id;
  }

  /// The number on the wire and in the state.
  public int number() {
    return number;
  }

  /// The name in commands, in JSON and in docs.
  public String id() {
    return id;
  }

  /// The rule with a number; empty for a number that this version does not know.
  public static Optional<Refunds> ofNumber(long number) {
    return Arrays.stream(values()).filter(one -> one.number == number).findFirst();
  }

  /// The rule with a name; empty for a name that this version does not know.
  public static Optional<Refunds> ofId(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst();
  }
}
