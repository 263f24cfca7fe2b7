package weft.market.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import weft.market.linear.LinearProgram.Relation;
import weft.market.linear.LinearProgram.Row;
import weft.market.linear.LinearProgram.Variable;

final class SimplexTest {
  private static final long SEED = 20_260;

  @Test
  void textbookProgrammes() {
    // Dantzig, Thapa, "Linear Programming 1": max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18 is 36.
    LinearProgram wyndor =
        new LinearProgram(
            List.of(variable(-3), variable(-5)),
            List.of(
                row(Relation.AT_MOST, 4, 1, 0),
                row(Relation.AT_MOST, 12, 0, 2),
                row(Relation.AT_MOST, 18, 3, 2)));
    assertThat(Simplex.minimise(wyndor))
        .isEqualTo(
            new LinearSolution.Optimal(
                BigFraction.of(-36),
                List.of(BigFraction.of(2), BigFraction.of(6)),
                List.of(BigFraction.ZERO, BigFraction.of(-3, 2), BigFraction.of(-1))));
    // Beale 1955: cycles under the rule of the most negative cost alone.
    LinearProgram beale =
        new LinearProgram(
            List.of(
                new Variable(BigFraction.of(-3, 4), false),
                variable(20),
                new Variable(BigFraction.of(-1, 2), false),
                variable(6)),
            List.of(
                new Row(fractions("1/4", "-8", "-1", "9"), Relation.AT_MOST, BigFraction.ZERO),
                new Row(fractions("1/2", "-12", "-1/2", "3"), Relation.AT_MOST, BigFraction.ZERO),
                row(Relation.AT_MOST, 1, 0, 0, 1, 0)));
    assertThat(Simplex.minimise(beale))
        .isInstanceOfSatisfying(
            LinearSolution.Optimal.class,
            best -> assertThat(best.value()).isEqualTo(BigFraction.of(-5, 4)));
  }

  @Test
  void saysWhenThereIsNoBest() {
    LinearProgram none =
        new LinearProgram(
            List.of(variable(1)),
            List.of(row(Relation.AT_LEAST, 2, 1), row(Relation.AT_MOST, 1, 1)));
    assertThat(Simplex.minimise(none)).isEqualTo(new LinearSolution.Infeasible());
    LinearProgram endless =
        new LinearProgram(List.of(variable(-1)), List.of(row(Relation.AT_LEAST, 2, 1)));
    assertThat(Simplex.minimise(endless)).isEqualTo(new LinearSolution.Unbounded());
    assertThat(Simplex.minimise(endless, 0)).isEqualTo(new LinearSolution.Spent(0));
    LinearProgram nothing = new LinearProgram(List.of(), List.of());
    assertThat(Simplex.minimise(nothing))
        .isEqualTo(new LinearSolution.Optimal(BigFraction.ZERO, List.of(), List.of()));
  }

  /// Small numbers, so that ties, redundant rows and degenerate corners are common.
  @Test
  void agreesWithTheListOfAllCorners() {
    Random random = new Random(SEED);
    int[] ends = new int[3];
    for (int round = 0; round < 4_000; round++) {
      LinearProgram program = random(random, 1 + random.nextInt(3), random.nextInt(5));
      LinearSolution solution = Simplex.minimise(program);
      String context = "seed " + SEED + " round " + round + ": " + program;
      switch (solution) {
        case LinearSolution.Optimal best -> {
          ends[0]++;
          assertProven(program, best, context);
          assertThat(CornerOracle.least(program, 1_000))
              .as(context)
              .hasValueSatisfying(least -> assertThat(best.value()).isEqualTo(least));
        }
        case LinearSolution.Infeasible _ -> {
          ends[1]++;
          assertThat(CornerOracle.least(program, 1_000)).as(context).isEmpty();
        }
        case LinearSolution.Unbounded _ -> {
          ends[2]++;
          BigFraction near = CornerOracle.least(program, 1_000).orElseThrow();
          BigFraction far = CornerOracle.least(program, 2_000).orElseThrow();
          assertThat(Rational.compare(far, near)).as(context).isNegative();
        }
        case LinearSolution.Spent _ -> throw new AssertionError(context);
      }
    }
    assertThat(ends).as("optimal, infeasible, unbounded").doesNotContain(0);
  }

  /// The dual proves each optimum; there is no need of an oracle.
  @Test
  void provesLargerProgrammes() {
    Random random = new Random(SEED + 1);
    int optimal = 0;
    for (int round = 0; round < 400; round++) {
      LinearProgram program = random(random, 2 + random.nextInt(12), 2 + random.nextInt(20));
      if (Simplex.minimise(program) instanceof LinearSolution.Optimal best) {
        assertProven(program, best, "seed " + (SEED + 1) + " round " + round);
        optimal++;
      }
    }
    assertThat(optimal).isGreaterThan(20);
  }

  private static void assertProven(
      LinearProgram program, LinearSolution.Optimal best, String context) {
    List<Variable> variables = program.variables();
    List<Row> rows = program.rows();
    BigFraction cost = BigFraction.ZERO;
    for (int j = 0; j < variables.size(); j++) {
      BigFraction reduced = variables.get(j).cost();
      for (int r = 0; r < rows.size(); r++) {
        reduced = reduced.subtract(best.dual().get(r).multiply(rows.get(r).coefficients().get(j)));
      }
      BigFraction chosen = best.primal().get(j);
      cost = cost.add(variables.get(j).cost().multiply(chosen));
      assertThat(variables.get(j).free() || chosen.signum() >= 0).as(context).isTrue();
      assertThat(reduced.signum())
          .as(context)
          .isGreaterThanOrEqualTo(0)
          .isLessThanOrEqualTo(variables.get(j).free() ? 0 : 1);
      assertThat(reduced.multiply(chosen)).as(context).isEqualTo(BigFraction.ZERO);
    }
    BigFraction bounds = BigFraction.ZERO;
    for (int r = 0; r < rows.size(); r++) {
      BigFraction dual = best.dual().get(r);
      BigFraction slack =
          CornerOracle.sum(rows.get(r), best.primal()).subtract(rows.get(r).bound());
      bounds = bounds.add(dual.multiply(rows.get(r).bound()));
      assertThat(CornerOracle.holds(rows.get(r), best.primal())).as(context).isTrue();
      assertThat(dual.multiply(slack)).as(context).isEqualTo(BigFraction.ZERO);
      switch (rows.get(r).relation()) {
        case AT_MOST -> assertThat(dual.signum()).as(context).isNotPositive();
        case AT_LEAST -> assertThat(dual.signum()).as(context).isNotNegative();
        case EQUAL -> {}
      }
    }
    assertThat(cost).as(context).isEqualTo(best.value());
    assertThat(bounds).as(context).isEqualTo(best.value());
  }

  private static LinearProgram random(Random random, int columns, int count) {
    List<Variable> variables = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      variables.add(new Variable(number(random), random.nextInt(4) == 0));
    }
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      List<BigFraction> coefficients =
          IntStream.range(0, columns).mapToObj(_ -> number(random)).toList();
      Relation relation = List.of(Relation.values()).get(random.nextInt(3));
      rows.add(new Row(coefficients, relation, number(random)));
    }
    return new LinearProgram(variables, rows);
  }

  private static BigFraction number(Random random) {
    return BigFraction.of(random.nextInt(9) - 4, random.nextInt(6) == 0 ? 2 : 1);
  }

  private static Variable variable(int cost) {
    return new Variable(BigFraction.of(cost), false);
  }

  private static Row row(Relation relation, int bound, int... coefficients) {
    return new Row(
        IntStream.of(coefficients).mapToObj(BigFraction::of).toList(),
        relation,
        BigFraction.of(bound));
  }

  private static List<BigFraction> fractions(String... numbers) {
    return List.of(numbers).stream().map(BigFraction::parse).toList();
  }
}
