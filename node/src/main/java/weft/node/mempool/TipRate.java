package weft.node.mempool;

import java.math.BigInteger;
import weft.primitives.Amount;

/// Tip per envelope byte, the measure by which transactions compete for room: in millionths of a
/// unit of the default asset per byte, rounded down.
///
/// Rounding only decides between tips that differ by less than a millionth per byte.
final class TipRate {
  static final long SCALE = 1_000_000;

  private static final Amount MAX_SCALABLE = Amount.MAX.mulDivFloor(1, SCALE);

  private TipRate() {}

  /// @param tip in the default asset
  /// @param size envelope bytes, at least 1
  static Amount of(Amount tip, int size) {
    if (tip.isZero()) {
      return Amount.ZERO;
    }
    return tip.compareTo(MAX_SCALABLE) <= 0 ? tip.mulDivFloor(SCALE, size) : Amount.MAX;
  }

  /// The smallest tip for so many bytes whose rate is above another rate.
  static Amount tipAbove(Amount rate, int size) {
    BigInteger scale = BigInteger.valueOf(SCALE);
    BigInteger tip =
        rate.toBigInteger()
            .add(BigInteger.ONE)
            .multiply(BigInteger.valueOf(size))
            .add(scale)
            .subtract(BigInteger.ONE)
            .divide(scale);
    return tip.bitLength() > Amount.SIZE * Byte.SIZE ? Amount.MAX : Amount.ofBigInteger(tip);
  }
}
