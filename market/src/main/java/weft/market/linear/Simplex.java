package weft.market.linear;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.linear.LinearProgram.Relation;
import weft.market.linear.LinearProgram.Row;
import weft.market.linear.LinearProgram.Variable;

/// The two-phase simplex method on integers: exact, and a function of the programme alone.
///
/// The column with the most negative reduced cost enters, the lowest index among equal ones; after
/// a run of pivots that gain nothing, the lowest index enters and leaves (Bland 1977) until one
/// gains, so that it cannot run in circles. A free variable is the difference of two columns.
public final class Simplex {
  /// Far more than programmes of some hundred rows take.
  public static final int DEFAULT_PIVOTS = 100_000;

  /// Pivots without gain before Bland's rule.
  private static final int PATIENCE = 8;

  private final List<Variable> variables;
  private final List<Row> rows;
  private final int maxPivots;

  /// By variable, its column; a free one's negative stands in the next.
  private final int[] columnOf;

  /// By row, the column that is a unit vector at first: a slack, or an artificial one.
  private final int[] unitOf;

  /// By row, what its integers were multiplied by; negative if it was turned round.
  private final BigFraction[] scales;

  private final BigInteger costScale;
  private final int firstArtificial;
  private final Tableau tableau;
  private int pivots;

  private Simplex(LinearProgram program, int maxPivots) {
    this.variables = program.variables();
    this.rows = program.rows();
    this.maxPivots = maxPivots;
    int count = rows.size();
    columnOf = new int[variables.size()];
    unitOf = new int[count];
    scales = new BigFraction[count];
    int column = 0;
    for (int j = 0; j < columnOf.length; j++) {
      columnOf[j] = column;
      column += variables.get(j).free() ? 2 : 1;
    }
    int firstSlack = column;
    int slacks = (int) rows.stream().filter(row -> row.relation() != Relation.EQUAL).count();
    firstArtificial = firstSlack + slacks;
    int artificials = 0;
    for (int r = 0; r < count; r++) {
      scales[r] = scale(rows.get(r));
      if (unitSlack(r)) {
        unitOf[r] = -1;
      } else {
        unitOf[r] = firstArtificial + artificials;
        artificials++;
      }
    }
    BigInteger[][] cells = new BigInteger[count + 2][firstArtificial + artificials + 1];
    for (BigInteger[] cell : cells) {
      Arrays.fill(cell, BigInteger.ZERO);
    }
    int slack = firstSlack;
    for (int r = 0; r < count; r++) {
      Row row = rows.get(r);
      for (int j = 0; j < columnOf.length; j++) {
        put(cells[r], j, row.coefficients().get(j).multiply(scales[r]));
      }
      cells[r][cells[r].length - 1] = integer(row.bound().multiply(scales[r]));
      if (row.relation() != Relation.EQUAL) {
        cells[r][slack] = unitSlack(r) ? BigInteger.ONE : BigInteger.ONE.negate();
        unitOf[r] = unitSlack(r) ? slack : unitOf[r];
        slack++;
      }
      cells[r][unitOf[r]] = BigInteger.ONE;
    }
    costScale = denominators(variables.stream().map(Variable::cost).toList());
    for (int j = 0; j < columnOf.length; j++) {
      put(cells[count], j, variables.get(j).cost().multiply(costScale));
    }
    for (int r = 0; r < count; r++) {
      if (unitOf[r] >= firstArtificial) {
        subtract(cells[count + 1], cells[r], firstArtificial);
      }
    }
    tableau = new Tableau(cells, unitOf.clone());
  }

  /// Finds the least cost.
  ///
  /// @param maxPivots at most that many pivots are made
  public static LinearSolution minimise(LinearProgram program, int maxPivots) {
    return new Simplex(program, maxPivots).solve();
  }

  /// Finds the least cost within [#DEFAULT_PIVOTS].
  public static LinearSolution minimise(LinearProgram program) {
    return minimise(program, DEFAULT_PIVOTS);
  }

  private LinearSolution solve() {
    End first = descend(rows.size() + 1);
    if (first == End.SPENT) {
      return new LinearSolution.Spent(pivots);
    }
    if (tableau.bound(rows.size() + 1).signum() != 0) {
      return new LinearSolution.Infeasible();
    }
    dismissArtificials();
    return switch (descend(rows.size())) {
      case SPENT -> new LinearSolution.Spent(pivots);
      case UNBOUNDED -> new LinearSolution.Unbounded();
      case OPTIMAL -> optimal();
    };
  }

  private enum End {
    OPTIMAL,
    UNBOUNDED,
    SPENT
  }

  /// Pivots until the objective in this row of the tableau cannot fall.
  private End descend(int objective) {
    int idle = 0;
    while (true) {
      int column = entering(objective, idle > PATIENCE);
      if (column < 0) {
        return End.OPTIMAL;
      }
      int row = leaving(column);
      if (row < 0) {
        return End.UNBOUNDED;
      }
      if (pivots == maxPivots) {
        return End.SPENT;
      }
      idle = tableau.bound(row).signum() == 0 ? idle + 1 : 0;
      tableau.pivot(row, column);
      pivots++;
    }
  }

  private int entering(int objective, boolean first) {
    int best = -1;
    BigInteger least = BigInteger.ZERO;
    for (int j = 0; j < firstArtificial; j++) {
      BigInteger cost = tableau.cell(objective, j);
      if (cost.signum() < 0 && cost.compareTo(least) < 0) {
        best = j;
        least = cost;
        if (first) {
          break;
        }
      }
    }
    return best;
  }

  private int leaving(int column) {
    int best = -1;
    for (int r = 0; r < tableau.rows(); r++) {
      if (tableau.cell(r, column).signum() > 0 && (best < 0 || sooner(r, best, column))) {
        best = r;
      }
    }
    return best;
  }

  /// Whether `row` bounds the entering `column` more than `other` does.
  private boolean sooner(int row, int other, int column) {
    BigInteger here = tableau.bound(row).multiply(tableau.cell(other, column));
    BigInteger there = tableau.bound(other).multiply(tableau.cell(row, column));
    int order = here.compareTo(there);
    return order != 0 ? order < 0 : tableau.basic(row) < tableau.basic(other);
  }

  /// Artificial columns that stayed in the basis are zero: another column takes their row, unless
  /// the row follows from the others and is zero everywhere.
  private void dismissArtificials() {
    for (int r = 0; r < tableau.rows(); r++) {
      if (tableau.basic(r) < firstArtificial) {
        continue;
      }
      for (int j = 0; j < firstArtificial; j++) {
        if (tableau.cell(r, j).signum() != 0) {
          tableau.pivot(r, j);
          break;
        }
      }
    }
  }

  private LinearSolution optimal() {
    BigInteger denominator = tableau.denominator();
    BigFraction[] byColumn = new BigFraction[firstArtificial];
    Arrays.fill(byColumn, BigFraction.ZERO);
    for (int r = 0; r < tableau.rows(); r++) {
      if (tableau.basic(r) < firstArtificial) {
        byColumn[tableau.basic(r)] = BigFraction.of(tableau.bound(r), denominator);
      }
    }
    List<BigFraction> primal = new ArrayList<>();
    for (int j = 0; j < columnOf.length; j++) {
      BigFraction positive = byColumn[columnOf[j]];
      primal.add(variables.get(j).free() ? positive.subtract(byColumn[columnOf[j] + 1]) : positive);
    }
    int objective = rows.size();
    BigInteger costUnit = denominator.multiply(costScale).negate();
    List<BigFraction> dual = new ArrayList<>();
    for (int r = 0; r < objective; r++) {
      dual.add(BigFraction.of(tableau.cell(objective, unitOf[r]), costUnit).multiply(scales[r]));
    }
    return new LinearSolution.Optimal(
        BigFraction.of(tableau.bound(objective), costUnit), primal, dual);
  }

  private void put(BigInteger[] row, int variable, BigFraction coefficient) {
    BigInteger value = integer(coefficient);
    row[columnOf[variable]] = value;
    if (variables.get(variable).free()) {
      row[columnOf[variable] + 1] = value.negate();
    }
  }

  /// Whether the row's slack counts upwards, so that it can be basic at first.
  private boolean unitSlack(int row) {
    Relation turned = scales[row].signum() > 0 ? Relation.AT_MOST : Relation.AT_LEAST;
    return rows.get(row).relation() == turned;
  }

  /// What makes the row's numbers integers and its bound not negative, and a slack basic where the
  /// bound is zero.
  private static BigFraction scale(Row row) {
    List<BigFraction> numbers = new ArrayList<>(row.coefficients());
    numbers.add(row.bound());
    BigFraction scale = BigFraction.of(denominators(numbers));
    boolean turn =
        row.bound().signum() < 0
            || (row.bound().signum() == 0 && row.relation() == Relation.AT_LEAST);
    return turn ? scale.negate() : scale;
  }

  private static BigInteger denominators(List<BigFraction> numbers) {
    BigInteger multiple = BigInteger.ONE;
    for (BigFraction number : numbers) {
      BigInteger denominator = number.getDenominator().abs();
      multiple = multiple.divide(multiple.gcd(denominator)).multiply(denominator);
    }
    return multiple;
  }

  private static BigInteger integer(BigFraction number) {
    return number.getNumerator().divide(number.getDenominator());
  }

  private static void subtract(BigInteger[] target, BigInteger[] source, int firstArtificial) {
    for (int j = 0; j < target.length; j++) {
      if (j < firstArtificial || j == target.length - 1) {
        target[j] = target[j].subtract(source[j]);
      }
    }
  }
}
