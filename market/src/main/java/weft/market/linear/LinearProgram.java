package weft.market.linear;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;

/// A linear programme with exact numbers: minimise Σ cost_j · x_j subject to rows.
///
/// @param variables what is chosen
/// @param rows what restricts the choice
public record LinearProgram(List<Variable> variables, List<Row> rows) {
  /// @param cost in the objective
  /// @param free whether it may be negative
  public record Variable(BigFraction cost, boolean free) {}

  /// How a row's sum relates to its bound.
  public enum Relation {
    AT_MOST,
    EQUAL,
    AT_LEAST
  }

  /// Σ coefficient_j · x_j is at most, equal to or at least `bound`.
  ///
  /// @param coefficients one for each variable
  public record Row(List<BigFraction> coefficients, Relation relation, BigFraction bound) {
    public Row {
      coefficients = List.copyOf(coefficients);
    }
  }

  public LinearProgram {
    variables = List.copyOf(variables);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.coefficients().size() != variables.size()) {
        throw new IllegalArgumentException(
            "a row has one coefficient for each of the " + variables.size() + " variables");
      }
    }
  }
}
