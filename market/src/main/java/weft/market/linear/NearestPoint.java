package weft.market.linear;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;

/// Exact least squares: the point of a polyhedron that is nearest to a given one.
///
/// The dual active-set method of Goldfarb and Idnani (1983) for the identity matrix: it starts at
/// the given point, takes one violated constraint after the other into the active set and drops
/// those whose multiplier would turn negative. Every full step makes the distance strictly greater
/// and ends at the nearest point of some set of constraints, so none returns; the constraint of
/// lowest index goes first, so the walk is a function of the input alone.
public final class NearestPoint {
  /// Active-set changes before a search is given up as a fault; those of a market's size need a few
  /// dozen.
  public static final int MAX_STEPS = 100_000;

  /// `normal · x >= bound`, or `=`.
  public record Constraint(List<BigFraction> normal, BigFraction bound, boolean equality) {
    public Constraint {
      normal = List.copyOf(normal);
    }

    public static Constraint atLeast(List<BigFraction> normal, BigFraction bound) {
      return new Constraint(normal, bound, false);
    }

    public static Constraint atMost(List<BigFraction> normal, BigFraction bound) {
      return atLeast(normal, bound).flipped();
    }

    public static Constraint equal(List<BigFraction> normal, BigFraction bound) {
      return new Constraint(normal, bound, true);
    }

    /// The sum over the coordinates in `mask` is at least `bound`.
    public static Constraint sumAtLeast(int dimensions, long mask, BigFraction bound) {
      return atLeast(indicator(dimensions, mask), bound);
    }

    /// The sum over the coordinates in `mask` is at most `bound`.
    public static Constraint sumAtMost(int dimensions, long mask, BigFraction bound) {
      return atMost(indicator(dimensions, mask), bound);
    }

    private static List<BigFraction> indicator(int dimensions, long mask) {
      return IntStream.range(0, dimensions)
          .mapToObj(i -> (mask >>> i & 1) == 1 ? BigFraction.ONE : BigFraction.ZERO)
          .toList();
    }

    private Constraint flipped() {
      return new Constraint(
          normal.stream().map(BigFraction::negate).toList(), bound.negate(), equality);
    }

    /// How much of the bound `x` lacks.
    private BigFraction lack(List<BigFraction> x) {
      return bound.subtract(dot(normal, x));
    }
  }

  private final List<Constraint> active = new ArrayList<>();
  private final List<BigFraction> multipliers = new ArrayList<>();
  private List<BigFraction> x;
  private int steps;

  private NearestPoint(List<BigFraction> target) {
    x = List.copyOf(target);
  }

  /// The point nearest to `target` that meets all constraints.
  ///
  /// @return empty if no point does
  /// @throws IllegalStateException after [#MAX_STEPS]
  public static Optional<List<BigFraction>> of(
      List<BigFraction> target, List<Constraint> constraints) {
    NearestPoint search = new NearestPoint(target);
    for (Constraint constraint : constraints) {
      if (constraint.equality() && !search.meet(constraint)) {
        return Optional.empty();
      }
    }
    while (true) {
      Optional<Constraint> violated =
          constraints.stream()
              .filter(c -> !c.equality() && c.lack(search.x).signum() > 0)
              .findFirst();
      if (violated.isEmpty()) {
        return Optional.of(search.x);
      }
      if (!search.meet(violated.get())) {
        return Optional.empty();
      }
    }
  }

  /// Moves to the nearest point that also meets `constraint`, which may drop others from the active
  /// set.
  ///
  /// @return whether there is one
  private boolean meet(Constraint constraint) {
    BigFraction lack = constraint.lack(x);
    if (lack.signum() == 0) {
      // An equality that holds by chance must stay so; one that depends on the others always does.
      return !constraint.equality() || activateIfNew(constraint);
    }
    Constraint entering = lack.signum() < 0 ? constraint.flipped() : constraint;
    BigFraction multiplier = BigFraction.ZERO;
    while (true) {
      count();
      List<BigFraction> change = multiplierChange(entering);
      List<BigFraction> direction = direction(entering, change);
      BigFraction slope = dot(direction, entering.normal());
      int leaving = firstToVanish(change);
      if (slope.signum() == 0 && leaving < 0) {
        return false;
      }
      if (leaving < 0 || reaches(entering, slope, multipliers.get(leaving), change.get(leaving))) {
        BigFraction step = entering.lack(x).divide(slope);
        move(direction, change, step);
        active.add(entering);
        multipliers.add(multiplier.add(step));
        return true;
      }
      BigFraction step = multipliers.get(leaving).divide(change.get(leaving));
      move(direction, change, step);
      multiplier = multiplier.add(step);
      active.remove(leaving);
      multipliers.remove(leaving);
    }
  }

  /// Whether the entering constraint is met before the leaving one's multiplier reaches zero.
  private boolean reaches(
      Constraint entering, BigFraction slope, BigFraction multiplier, BigFraction change) {
    return Rational.compare(entering.lack(x).multiply(change), multiplier.multiply(slope)) <= 0;
  }

  private void move(List<BigFraction> direction, List<BigFraction> change, BigFraction step) {
    x = plus(x, direction, step);
    for (int i = 0; i < active.size(); i++) {
      multipliers.set(i, multipliers.get(i).subtract(change.get(i).multiply(step)));
    }
  }

  private boolean activateIfNew(Constraint equality) {
    List<BigFraction> change = multiplierChange(equality);
    if (dot(direction(equality, change), equality.normal()).signum() != 0) {
      active.add(equality);
      multipliers.add(BigFraction.ZERO);
    }
    return true;
  }

  private void count() {
    steps++;
    if (steps > MAX_STEPS) {
      throw new IllegalStateException("no nearest point within " + MAX_STEPS + " steps");
    }
  }

  /// What part of the entering normal the active normals span: solves their normal equations.
  private List<BigFraction> multiplierChange(Constraint entering) {
    int n = active.size();
    BigFraction[][] rows = new BigFraction[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        rows[i][j] = dot(active.get(i).normal(), active.get(j).normal());
      }
      rows[i][n] = dot(active.get(i).normal(), entering.normal());
    }
    return solve(rows);
  }

  /// The entering normal less what the active ones span: along it they stay tight.
  private List<BigFraction> direction(Constraint entering, List<BigFraction> change) {
    List<BigFraction> direction = entering.normal();
    for (int i = 0; i < active.size(); i++) {
      direction = plus(direction, active.get(i).normal(), change.get(i).negate());
    }
    return direction;
  }

  /// The active inequality whose multiplier reaches zero first, the earliest of equals; −1 if none.
  private int firstToVanish(List<BigFraction> change) {
    int first = -1;
    BigFraction least = BigFraction.ZERO;
    for (int i = 0; i < active.size(); i++) {
      if (active.get(i).equality() || change.get(i).signum() <= 0) {
        continue;
      }
      BigFraction step = multipliers.get(i).divide(change.get(i));
      if (first < 0 || Rational.compare(step, least) < 0) {
        first = i;
        least = step;
      }
    }
    return first;
  }

  /// Gauss-Jordan elimination of a regular, symmetric, positive definite system: no pivot is zero.
  private static List<BigFraction> solve(BigFraction[][] rows) {
    int n = rows.length;
    for (int pivot = 0; pivot < n; pivot++) {
      BigFraction inverse = rows[pivot][pivot].reciprocal();
      for (int j = pivot; j <= n; j++) {
        rows[pivot][j] = rows[pivot][j].multiply(inverse);
      }
      for (int i = 0; i < n; i++) {
        BigFraction factor = rows[i][pivot];
        if (i == pivot || factor.signum() == 0) {
          continue;
        }
        for (int j = pivot; j <= n; j++) {
          rows[i][j] = rows[i][j].subtract(factor.multiply(rows[pivot][j]));
        }
      }
    }
    return IntStream.range(0, n).mapToObj(i -> rows[i][n]).toList();
  }

  private static BigFraction dot(List<BigFraction> a, List<BigFraction> b) {
    BigFraction sum = BigFraction.ZERO;
    for (int i = 0; i < a.size(); i++) {
      if (a.get(i).signum() != 0 && b.get(i).signum() != 0) {
        sum = sum.add(a.get(i).multiply(b.get(i)));
      }
    }
    return sum;
  }

  private static List<BigFraction> plus(
      List<BigFraction> a, List<BigFraction> b, BigFraction factor) {
    List<BigFraction> sum = new ArrayList<>(a.size());
    for (int i = 0; i < a.size(); i++) {
      sum.add(b.get(i).signum() == 0 ? a.get(i) : a.get(i).add(b.get(i).multiply(factor)));
    }
    return Collections.unmodifiableList(sum);
  }
}
