package weft.market.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.market.linear.NearestPoint.Constraint;

final class NearestPointTest {
  private static final long SEED = 20_261;

  @Test
  void aPointInsideStaysWhereItIs() {
    assertThat(NearestPoint.of(vector(1, 2), List.of(Constraint.sumAtMost(2, 3, whole(3)))))
        .contains(vector(1, 2));
  }

  @Test
  void equalAmountsAreAddedUntilABoundBinds() {
    List<Constraint> constraints =
        List.of(Constraint.equal(vector(1, 1), whole(10)), Constraint.sumAtMost(2, 1, whole(3)));
    assertThat(NearestPoint.of(vector(2, 4), constraints)).contains(vector(3, 7));
  }

  @Test
  void nothingIsNearestInNothing() {
    List<Constraint> empty =
        List.of(Constraint.sumAtLeast(2, 3, whole(2)), Constraint.sumAtMost(2, 3, whole(1)));
    assertThat(NearestPoint.of(vector(0, 0), empty)).isEmpty();
    List<Constraint> twice =
        List.of(Constraint.equal(vector(1, 1), whole(2)), Constraint.equal(vector(2, 2), whole(5)));
    assertThat(NearestPoint.of(vector(0, 0), twice)).isEmpty();
  }

  @Test
  void anEqualityThatHoldsAlreadyStaysHeld() {
    List<Constraint> constraints =
        List.of(
            Constraint.equal(vector(1, 1), whole(4)),
            Constraint.equal(vector(2, 2), whole(8)),
            Constraint.sumAtLeast(2, 1, whole(3)));
    assertThat(NearestPoint.of(vector(2, 2), constraints)).contains(vector(3, 1));
  }

  @Test
  void agreesWithTheBestOfAllSetsOfTightConstraints() {
    SplittableRandom random = new SplittableRandom(SEED);
    int empty = 0;
    for (int round = 0; round < 1_500; round++) {
      int dimensions = random.nextInt(1, 4);
      List<BigFraction> target = randomVector(random, dimensions);
      List<Constraint> constraints = new ArrayList<>();
      for (int i = random.nextInt(7); i > 0; i--) {
        boolean equality = random.nextInt(6) == 0;
        constraints.add(
            new Constraint(
                randomVector(random, dimensions), whole(random.nextInt(-6, 7)), equality));
      }
      Optional<List<BigFraction>> expected = nearestByEnumeration(target, constraints);
      empty += expected.isEmpty() ? 1 : 0;
      assertThat(NearestPoint.of(target, constraints))
          .as("seed %s round %s: %s %s", SEED, round, target, constraints)
          .isEqualTo(expected);
    }
    assertThat(empty).as("cases without a point").isBetween(50, 1_200);
  }

  /// The nearest point lies on the flat of some set of constraints, and is the nearest point of
  /// that flat: so it is the nearest feasible one among those of all sets.
  private static Optional<List<BigFraction>> nearestByEnumeration(
      List<BigFraction> target, List<Constraint> constraints) {
    @Nullable List<BigFraction> best = null;
    for (int set = 0; set < 1 << constraints.size(); set++) {
      List<Constraint> tight = new ArrayList<>();
      for (int i = 0; i < constraints.size(); i++) {
        if ((set >>> i & 1) == 1) {
          tight.add(constraints.get(i));
        }
      }
      Optional<List<BigFraction>> point = onFlat(target, tight);
      if (point.isPresent()
          && constraints.stream().allMatch(c -> holds(c, point.get()))
          && (best == null
              || Rational.compare(distance(target, point.get()), distance(target, best)) < 0)) {
        best = point.get();
      }
    }
    return Optional.ofNullable(best);
  }

  /// Gram-Schmidt; empty if the normals depend on each other, since a smaller set does as well.
  private static Optional<List<BigFraction>> onFlat(
      List<BigFraction> target, List<Constraint> tight) {
    List<List<BigFraction>> normals = new ArrayList<>();
    List<BigFraction> point = target;
    for (Constraint constraint : tight) {
      List<BigFraction> normal = constraint.normal();
      for (List<BigFraction> earlier : normals) {
        normal = minus(normal, earlier, dot(normal, earlier).divide(dot(earlier, earlier)));
      }
      if (dot(normal, normal).signum() == 0) {
        return Optional.empty();
      }
      BigFraction off = dot(constraint.normal(), point).subtract(constraint.bound());
      point = minus(point, normal, off.divide(dot(normal, normal)));
      normals.add(normal);
    }
    return Optional.of(point);
  }

  private static boolean holds(Constraint constraint, List<BigFraction> x) {
    int sign = Rational.compare(dot(constraint.normal(), x), constraint.bound());
    return constraint.equality() ? sign == 0 : sign >= 0;
  }

  private static BigFraction distance(List<BigFraction> a, List<BigFraction> b) {
    List<BigFraction> difference = minus(a, b, BigFraction.ONE);
    return dot(difference, difference);
  }

  private static BigFraction dot(List<BigFraction> a, List<BigFraction> b) {
    return IntStream.range(0, a.size())
        .mapToObj(i -> a.get(i).multiply(b.get(i)))
        .reduce(BigFraction.ZERO, BigFraction::add);
  }

  private static List<BigFraction> minus(
      List<BigFraction> a, List<BigFraction> b, BigFraction factor) {
    return IntStream.range(0, a.size())
        .mapToObj(i -> a.get(i).subtract(b.get(i).multiply(factor)))
        .toList();
  }

  private static List<BigFraction> randomVector(SplittableRandom random, int dimensions) {
    return IntStream.range(0, dimensions).mapToObj(i -> whole(random.nextInt(-3, 4))).toList();
  }

  private static List<BigFraction> vector(int... values) {
    return IntStream.of(values).mapToObj(NearestPointTest::whole).toList();
  }

  private static BigFraction whole(int value) {
    return BigFraction.of(value);
  }
}
