package weft.protocol.mechanism;

import java.util.Arrays;
import java.util.Optional;

/// What a rollup's reporter says of a lane block after it was executed, and what a deferred part
/// can be divided by.
public enum Signal {
  /// What was traded, in a unit that the rollups agreed on.
  VOLUME(1, "volume"),
  /// Gas that the lane block used.
  GAS(2, "gas");

  private final int number;
  private final String id;

  Signal(int number, String id) {
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

  /// The signal with a number; empty for a number that this version does not know.
  public static Optional<Signal> ofNumber(long number) {
    return Arrays.stream(values()).filter(one -> one.number == number).findFirst();
  }

  /// The signal with a name; empty for a name that this version does not know.
  public static Optional<Signal> ofId(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst();
  }
}
