package weft.market.sharing;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;

/// Division by weights.
final class InProportion {
  private InProportion() {}

  /// Divides `total` by `weights`, none negative; in equal parts if all are zero.
  static List<BigFraction> divide(BigFraction total, List<BigInteger> weights) {
    return divideExactly(total, weights.stream().map(BigFraction::of).toList());
  }

  /// Divides `total` by exact weights, none negative; in equal parts if all are zero.
  static List<BigFraction> divideExactly(BigFraction total, List<BigFraction> weights) {
    BigFraction sum = weights.stream().reduce(BigFraction.ZERO, BigFraction::add);
    if (sum.signum() == 0) {
      return equally(total, weights.size());
    }
    BigFraction unit = total.divide(sum);
    return weights.stream().map(unit::multiply).toList();
  }

  static List<BigFraction> equally(BigFraction total, int parts) {
    return parts == 0 ? List.of() : Collections.nCopies(parts, total.divide(parts));
  }
}
