package weft.market.selection;

import java.math.BigInteger;
import java.util.List;

/// How large amounts fit into a `long`.
final class Amounts {
  /// Sums and the prices of linear relaxations stay below this many bits.
  private static final int MAX_BITS = 60;

  private Amounts() {}

  /// How many low bits to leave out so that sums of one amount per rollup fit; 0 if none.
  static int shift(List<BigInteger> amounts, int rollups) {
    int bits = 0;
    for (BigInteger amount : amounts) {
      bits = Math.max(bits, amount.bitLength());
    }
    int ofCount = Integer.SIZE - Integer.numberOfLeadingZeros(rollups);
    return Math.max(0, bits + ofCount - MAX_BITS);
  }

  /// The amount without its low bits, rounded up.
  static long roundedUp(BigInteger amount, int shift) {
    return amount.negate().shiftRight(shift).negate().longValueExact();
  }

  /// The greatest number by which all amounts can be divided; 1 for none.
  static BigInteger divisor(List<BigInteger> amounts) {
    BigInteger divisor = BigInteger.ZERO;
    for (BigInteger amount : amounts) {
      divisor = divisor.gcd(amount);
      if (divisor.equals(BigInteger.ONE)) {
        break;
      }
    }
    return divisor.max(BigInteger.ONE);
  }
}
