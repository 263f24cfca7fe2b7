package weft.market.linear;

import java.math.BigInteger;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;

/// What [BigFraction] lacks. Its `compareTo` (1.2) compares two negative numbers by their absolute
/// values, the wrong way round, and its denominators may be negative: so nothing here or elsewhere
/// calls it, or reads the sign of a numerator alone.
public final class Rational {
  private Rational() {}

  /// Negative, zero or positive as `a` is less than, equal to or greater than `b`.
  public static int compare(BigFraction a, BigFraction b) {
    return a.subtract(b).signum();
  }

  public static BigFraction max(BigFraction a, BigFraction b) {
    return compare(a, b) >= 0 ? a : b;
  }

  public static BigFraction min(BigFraction a, BigFraction b) {
    return compare(a, b) <= 0 ? a : b;
  }

  /// The greatest whole number that is not greater.
  public static BigInteger floor(BigFraction value) {
    BigInteger denominator = value.getDenominator();
    BigInteger numerator = value.getNumerator();
    if (denominator.signum() < 0) {
      denominator = denominator.negate();
      numerator = numerator.negate();
    }
    return numerator.subtract(numerator.mod(denominator)).divide(denominator);
  }

  /// The least number above zero that makes all of them whole when they are multiplied by it.
  public static BigInteger commonDenominator(List<BigFraction> values) {
    return values.stream()
        .map(value -> value.getDenominator().abs())
        .reduce(BigInteger.ONE, (a, b) -> a.divide(a.gcd(b)).multiply(b));
  }

  /// `17/3`, or `17` where the value is whole; a minus sign stands first.
  public static String text(BigFraction value) {
    String whole = value.getNumerator().abs().toString();
    BigInteger denominator = value.getDenominator().abs();
    String magnitude = denominator.equals(BigInteger.ONE) ? whole : whole + "/" + denominator;
    return value.signum() < 0 ? "-" + magnitude : magnitude;
  }
}
