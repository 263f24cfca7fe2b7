package weft.market.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.linear.LinearProgram.Relation;
import weft.market.linear.LinearProgram.Row;

/// Solves tiny programmes by listing every point where as many rows or bounds meet as there are
/// variables. All variables are kept within a box, so that there are such points.
final class CornerOracle {
  private CornerOracle() {}

  static Optional<BigFraction> least(LinearProgram program, int box) {
    int columns = program.variables().size();
    List<Row> all = new ArrayList<>(program.rows());
    for (int j = 0; j < columns; j++) {
      int low = program.variables().get(j).free() ? -box : 0;
      all.add(bound(columns, j, Relation.AT_LEAST, low));
      all.add(bound(columns, j, Relation.AT_MOST, box));
    }
    Optional<BigFraction> least = Optional.empty();
    for (int chosen = 0; chosen < 1 << all.size(); chosen++) {
      if (Integer.bitCount(chosen) == columns) {
        Optional<BigFraction> cost = corner(all, chosen).map(x -> cost(program, x));
        if (cost.isPresent()
            && (least.isEmpty() || Rational.compare(cost.get(), least.get()) < 0)) {
          least = cost;
        }
      }
    }
    return least;
  }

  private static Row bound(int columns, int column, Relation relation, int value) {
    List<BigFraction> coefficients = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      coefficients.add(j == column ? BigFraction.ONE : BigFraction.ZERO);
    }
    return new Row(coefficients, relation, BigFraction.of(value));
  }

  private static Optional<List<BigFraction>> corner(List<Row> rows, int chosen) {
    List<BigFraction[]> system = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      if ((chosen >> r & 1) == 1) {
        List<BigFraction> line = new ArrayList<>(rows.get(r).coefficients());
        line.add(rows.get(r).bound());
        system.add(line.toArray(BigFraction[]::new));
      }
    }
    return solve(system).filter(x -> rows.stream().allMatch(row -> holds(row, x)));
  }

  private static Optional<List<BigFraction>> solve(List<BigFraction[]> system) {
    int size = system.size();
    for (int k = 0; k < size; k++) {
      int place = k;
      while (place < size && system.get(place)[k].isZero()) {
        place++;
      }
      if (place == size) {
        return Optional.empty();
      }
      BigFraction[] pivot = system.remove(place);
      for (BigFraction[] line : system) {
        BigFraction factor = line[k].divide(pivot[k]);
        for (int j = 0; j <= size; j++) {
          line[j] = line[j].subtract(factor.multiply(pivot[j]));
        }
      }
      system.add(k, pivot);
    }
    List<BigFraction> x = new ArrayList<>();
    for (int k = 0; k < size; k++) {
      x.add(system.get(k)[size].divide(system.get(k)[k]));
    }
    return Optional.of(x);
  }

  private static BigFraction cost(LinearProgram program, List<BigFraction> x) {
    BigFraction cost = BigFraction.ZERO;
    for (int j = 0; j < x.size(); j++) {
      cost = cost.add(program.variables().get(j).cost().multiply(x.get(j)));
    }
    return cost;
  }

  static BigFraction sum(Row row, List<BigFraction> x) {
    BigFraction sum = BigFraction.ZERO;
    for (int j = 0; j < x.size(); j++) {
      sum = sum.add(row.coefficients().get(j).multiply(x.get(j)));
    }
    return sum;
  }

  static boolean holds(Row row, List<BigFraction> x) {
    int order = Rational.compare(sum(row, x), row.bound());
    return switch (row.relation()) {
      case AT_MOST -> order <= 0;
      case EQUAL -> order == 0;
      case AT_LEAST -> order >= 0;
    };
  }
}
