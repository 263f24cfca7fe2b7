package weft.market.sharing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.linear.Rational;

/// Whole units out of exact shares, without losing or minting one.
public final class Rounding {
  private Rounding() {}

  /// Rounds all shares down, then gives the units that are left to the largest remainders, the
  /// lowest index first among equal ones; round after round if there are more units than shares.
  ///
  /// @param shares exact, none negative
  /// @param whole what the rounded shares sum to
  /// @param floors by share, what it is not to fall below
  /// @throws IllegalArgumentException if shares rounded down, or floors, sum to more than `whole`
  public static List<BigInteger> round(
      List<BigFraction> shares, BigInteger whole, List<BigInteger> floors) {
    if (shares.isEmpty() && whole.signum() == 0) {
      return List.of();
    }
    int count = shares.size();
    List<BigInteger> down =
        IntStream.range(0, count)
            .mapToObj(i -> Rational.floor(shares.get(i)).max(floors.get(i)))
            .toList();
    BigInteger left = whole.subtract(down.stream().reduce(BigInteger.ZERO, BigInteger::add));
    if (left.signum() < 0) {
      throw new IllegalArgumentException("shares sum to more than " + whole);
    }
    BigInteger[] rounds = left.divideAndRemainder(BigInteger.valueOf(count));
    List<BigFraction> rest =
        IntStream.range(0, count).mapToObj(i -> shares.get(i).subtract(down.get(i))).toList();
    List<Integer> order =
        IntStream.range(0, count)
            .boxed()
            .sorted((i, j) -> Rational.compare(rest.get(j), rest.get(i)))
            .toList();
    List<BigInteger> rounded = new ArrayList<>();
    down.forEach(units -> rounded.add(units.add(rounds[0])));
    order.stream()
        .limit(rounds[1].intValueExact())
        .forEach(i -> rounded.set(i, rounded.get(i).add(BigInteger.ONE)));
    return List.copyOf(rounded);
  }
}
