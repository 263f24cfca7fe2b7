package weft.market.sharing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.linear.LinearProgram;
import weft.market.linear.LinearProgram.Relation;
import weft.market.linear.LinearProgram.Row;
import weft.market.linear.LinearProgram.Variable;
import weft.market.linear.LinearSolution;
import weft.market.linear.Rational;
import weft.market.linear.Simplex;

/// Kohlberg's criterion (1971): a split is the prenucleolus exactly if, for each number, the
/// coalitions with at least that excess are balanced: positive weights give each player the same.
final class Kohlberg {
  private Kohlberg() {}

  static boolean holds(BigInteger[] table, int players, List<BigFraction> split) {
    BigFraction sum = split.stream().reduce(BigFraction.ZERO, BigFraction::add);
    if (!sum.equals(BigFraction.of(table[table.length - 1]))) {
      return false;
    }
    TreeMap<BigFraction, List<Integer>> byExcess = new TreeMap<>(Rational::compare);
    for (int mask = 1; mask < table.length - 1; mask++) {
      byExcess.computeIfAbsent(excess(table, mask, split), _ -> new ArrayList<>()).add(mask);
    }
    List<Integer> upper = new ArrayList<>();
    for (List<Integer> level : byExcess.descendingMap().values()) {
      upper.addAll(level);
      if (!balanced(upper, players)) {
        return false;
      }
    }
    return true;
  }

  static BigFraction excess(BigInteger[] table, int mask, List<BigFraction> split) {
    BigFraction excess = BigFraction.of(table[mask]);
    for (int i = 0; i < split.size(); i++) {
      excess = (mask >> i & 1) == 1 ? excess.subtract(split.get(i)) : excess;
    }
    return excess;
  }

  static BigFraction greatestExcess(BigInteger[] table, List<BigFraction> split) {
    BigFraction greatest = excess(table, 1, split);
    for (int mask = 2; mask < table.length - 1; mask++) {
      BigFraction excess = excess(table, mask, split);
      greatest = Rational.max(excess, greatest);
    }
    return greatest;
  }

  /// Weights 1 + μ_S with μ ≥ 0 that give each player t.
  private static boolean balanced(List<Integer> coalitions, int players) {
    List<Variable> variables = new ArrayList<>();
    coalitions.forEach(mask -> variables.add(new Variable(BigFraction.ZERO, false)));
    variables.add(new Variable(BigFraction.ZERO, true));
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < players; i++) {
      List<BigFraction> coefficients = new ArrayList<>();
      int count = 0;
      for (int mask : coalitions) {
        count += mask >> i & 1;
        coefficients.add(BigFraction.of(mask >> i & 1));
      }
      coefficients.add(BigFraction.of(-1));
      rows.add(new Row(coefficients, Relation.EQUAL, BigFraction.of(-count)));
    }
    return Simplex.minimise(new LinearProgram(variables, rows)) instanceof LinearSolution.Optimal;
  }

  /// The least-core excess by the linear programme that defines it.
  static BigFraction leastCore(BigInteger[] table, int players) {
    List<Variable> variables = new ArrayList<>();
    for (int i = 0; i < players; i++) {
      variables.add(new Variable(BigFraction.ZERO, true));
    }
    variables.add(new Variable(BigFraction.ONE, true));
    List<Row> rows = new ArrayList<>();
    for (int mask = 1; mask < table.length; mask++) {
      List<BigFraction> coefficients = new ArrayList<>();
      for (int i = 0; i < players; i++) {
        coefficients.add(BigFraction.of(mask >> i & 1));
      }
      boolean all = mask == table.length - 1;
      coefficients.add(all ? BigFraction.ZERO : BigFraction.ONE);
      rows.add(
          new Row(
              coefficients, all ? Relation.EQUAL : Relation.AT_LEAST, BigFraction.of(table[mask])));
    }
    return Simplex.minimise(new LinearProgram(variables, rows))
            instanceof LinearSolution.Optimal best
        ? best.value()
        : BigFraction.ZERO;
  }
}
