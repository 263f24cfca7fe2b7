package weft.market.linear;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;

/// What a linear programme comes to.
public sealed interface LinearSolution {
  /// No choice costs less. The dual proves it: Σ dual_r · bound_r is `value`, each dual is at most
  /// 0 for a row that says at most, at least 0 for one that says at least, and each variable's cost
  /// is at least Σ dual_r · coefficient, and equal to it if the variable is free.
  ///
  /// @param value the least cost
  /// @param primal by variable; a corner of what the rows allow
  /// @param dual by row
  record Optimal(BigFraction value, List<BigFraction> primal, List<BigFraction> dual)
      implements LinearSolution {
    public Optimal {
      primal = List.copyOf(primal);
      dual = List.copyOf(dual);
    }
  }

  /// No choice satisfies all rows.
  record Infeasible() implements LinearSolution {}

  /// The cost can be made as low as one likes.
  record Unbounded() implements LinearSolution {}

  /// The pivots that were allowed did not suffice.
  ///
  /// @param pivots how many were made
  record Spent(int pivots) implements LinearSolution {}
}
