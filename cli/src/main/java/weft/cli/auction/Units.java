package weft.cli.auction;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;

/// Amounts of an auction in the file's own unit, exactly: whole numbers, decimals where the file
/// has some, else fractions such as `17/3`.
///
/// @param one how many of the auction's units are 1 of the file's, a power of ten
record Units(BigInteger one) {
  String text(BigInteger amount) {
    return text(BigFraction.of(amount));
  }

  String text(BigFraction amount) {
    BigFraction value = amount.divide(one);
    BigInteger sign = BigInteger.valueOf(value.getDenominator().signum());
    BigInteger numerator = value.getNumerator().multiply(sign);
    BigInteger denominator = value.getDenominator().multiply(sign);
    if (denominator.equals(BigInteger.ONE)) {
      return numerator.toString();
    }
    return hasDecimals() && isDecimal(denominator)
        ? new BigDecimal(numerator).divide(new BigDecimal(denominator)).toPlainString()
        : numerator + "/" + denominator;
  }

  private boolean hasDecimals() {
    return !one.equals(BigInteger.ONE);
  }

  /// Whether a fraction with this denominator, above zero and in lowest terms, is a finite decimal.
  private static boolean isDecimal(BigInteger denominator) {
    BigInteger left = denominator.shiftRight(denominator.getLowestSetBit());
    BigInteger five = BigInteger.valueOf(5);
    while (left.mod(five).signum() == 0) {
      left = left.divide(five);
    }
    return left.equals(BigInteger.ONE);
  }
}
