package weft.market.refund;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.linear.NearestPoint;
import weft.market.linear.NearestPoint.Constraint;
import weft.market.linear.Rational;

/// Refunds in proportion to what each identity is worth, moved as little as possible, by least
/// squares, until no set of identities gets more than it is worth together (BuilderNet, "Identity
/// constraint").
final class IdentityCaps {
  private IdentityCaps() {}

  /// @param identities how many there are
  /// @param caps what sets of identities, as bits, are worth together; each single one is among
  ///   them; none negative
  /// @param surplus what there is to refund
  /// @return by identity
  static List<BigFraction> refunds(
      int identities, SortedMap<Long, BigFraction> caps, BigFraction surplus) {
    List<BigFraction> worth =
        IntStream.range(0, identities).mapToObj(i -> caps.get(1L << i)).toList();
    BigFraction sum = worth.stream().reduce(BigFraction.ZERO, BigFraction::add);
    if (sum.isZero()) {
      return worth;
    }
    BigFraction part = Rational.min(surplus, sum).divide(sum);
    List<Constraint> constraints = new ArrayList<>();
    for (int i = 0; i < identities; i++) {
      constraints.add(Constraint.sumAtLeast(identities, 1L << i, BigFraction.ZERO));
    }
    constraints.add(Constraint.sumAtMost(identities, (1L << identities) - 1, surplus));
    for (Map.Entry<Long, BigFraction> cap : caps.entrySet()) {
      constraints.add(Constraint.sumAtMost(identities, cap.getKey(), cap.getValue()));
    }
    return NearestPoint.of(worth.stream().map(part::multiply).toList(), constraints).orElseThrow();
  }
}
