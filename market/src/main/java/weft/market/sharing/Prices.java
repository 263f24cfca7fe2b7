package weft.market.sharing;

import java.math.BigInteger;
import java.util.Arrays;
import org.apache.commons.numbers.fraction.BigFraction;

/// A split x and an excess ε as integers over one denominator.
final class Prices {
  private final BigInteger[] numerators;
  private final BigInteger denominator;

  /// @param numerators of x by player, then of ε; taken over
  /// @param denominator above zero
  Prices(BigInteger[] numerators, BigInteger denominator) {
    this.numerators = numerators;
    this.denominator = denominator;
  }

  BigFraction excess() {
    return BigFraction.of(numerators[numerators.length - 1], denominator);
  }

  BigFraction[] split() {
    return Arrays.stream(numerators, 0, numerators.length - 1)
        .map(numerator -> BigFraction.of(numerator, denominator))
        .toArray(BigFraction[]::new);
  }

  /// A coalition whose excess is above ε, or −1.
  ///
  /// Looks through all of them in rough numbers and settles doubts in exact ones.
  ///
  /// @param spanned coalitions that are not asked
  /// @param first whether to take the lowest, instead of the one that exceeds most
  int entering(boolean[] spanned, RoughValues rough, BigInteger[] values, boolean first) {
    int best = -1;
    if (rough.load(numerators, denominator)) {
      long most = rough.doubt();
      for (int mask = 1; mask < spanned.length; mask++) {
        long above = rough.above(mask);
        if (spanned[mask] || above < -rough.doubt()) {
          continue;
        }
        if (first) {
          if (above > rough.doubt() || above(mask, values).signum() > 0) {
            return mask;
          }
        } else if (above > most) {
          most = above;
          best = mask;
        }
      }
      if (best >= 0 || first) {
        return best;
      }
    }
    BigInteger most = BigInteger.ZERO;
    for (int mask = 1; mask < spanned.length; mask++) {
      if (!spanned[mask] && rough.doubtful(mask)) {
        BigInteger above = above(mask, values);
        if (above.compareTo(most) > 0) {
          most = above;
          best = mask;
          if (first) {
            break;
          }
        }
      }
    }
    return best;
  }

  /// v(S) − x(S) − ε, times the denominator.
  private BigInteger above(int mask, BigInteger[] values) {
    BigInteger sum = numerators[numerators.length - 1];
    for (int rest = mask; rest != 0; rest &= rest - 1) {
      sum = sum.add(numerators[Integer.numberOfTrailingZeros(rest)]);
    }
    return values[mask].multiply(denominator).subtract(sum);
  }
}
