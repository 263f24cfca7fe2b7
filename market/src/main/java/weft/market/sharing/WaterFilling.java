package weft.market.sharing;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.linear.Rational;

/// Euclidean projection onto the splits of a sum that respect floors.
final class WaterFilling {
  private WaterFilling() {}

  /// The nearest x to `wanted` with x_i ≥ floor_i and Σx = `total`: x_i = max(floor_i, wanted_i −
  /// t) for one t, so equal amounts are taken from, or given to, all that stand above their floor.
  ///
  /// @throws IllegalArgumentException if the floors sum to more than `total`
  static List<BigFraction> nearest(
      List<BigFraction> wanted, List<BigInteger> floors, BigFraction total) {
    if (floors.isEmpty() && total.isZero()) {
      return List.of();
    }
    List<BigFraction> slack =
        IntStream.range(0, wanted.size())
            .mapToObj(i -> wanted.get(i).subtract(floors.get(i)))
            .toList();
    BigFraction level = level(slack, total.subtract(sum(floors)));
    return IntStream.range(0, wanted.size())
        .mapToObj(i -> above(slack.get(i).subtract(level)).add(floors.get(i)))
        .toList();
  }

  /// The t with Σ max(0, slack_i − t) = total.
  private static BigFraction level(List<BigFraction> slack, BigFraction total) {
    if (total.signum() < 0) {
      throw new IllegalArgumentException("the floors sum to " + total.abs() + " too much");
    }
    List<BigFraction> descending = slack.stream().sorted((a, b) -> Rational.compare(b, a)).toList();
    BigFraction sum = BigFraction.ZERO;
    BigFraction level = BigFraction.ZERO;
    for (int k = 0; k < descending.size(); k++) {
      BigFraction next = descending.get(k);
      if (k > 0 && Rational.compare(next, level) <= 0) {
        break;
      }
      sum = sum.add(next);
      level = sum.subtract(total).divide(k + 1);
    }
    return level;
  }

  private static BigFraction above(BigFraction slack) {
    return slack.signum() < 0 ? BigFraction.ZERO : slack;
  }

  private static BigInteger sum(List<BigInteger> floors) {
    return floors.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }
}
