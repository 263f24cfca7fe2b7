package weft.protocol.mechanism;

import java.util.Arrays;
import java.util.Optional;

/// How rollups share what a package pays: the textbook rule, before the guarantees.
public enum Sharing {
  /// By the weights that the rollups agreed on.
  FIXED(1, "fixed"),
  /// By what each rollup's best bid of its own pays.
  PROPORTIONAL(2, "proportional"),
  /// To each what it earns alone, and an equal part of what is gained together.
  EQUAL_SURPLUS(3, "equal-surplus"),
  /// By what the auction would lose without each rollup (flat tax).
  MARGINAL(4, "marginal"),
  /// The average of a rollup's marginal contributions over all orders of arrival.
  SHAPLEY(5, "shapley"),
  /// The least of the greatest complaints of coalitions, and among those splits the nucleolus.
  NUCLEOLUS(6, "nucleolus"),
  /// As the winning bid says.
  VECTOR(7, "vector");

  private final int number;
  private final String id;

  Sharing(int number, String id) {
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
  public static Optional<Sharing> ofNumber(long number) {
    return Arrays.stream(values()).filter(one -> one.number == number).findFirst();
  }

  /// The rule with a name; empty for a name that this version does not know.
  public static Optional<Sharing> ofId(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst();
  }
}
