package weft.market.pricing;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.linear.NearestPoint.Constraint;

/// What a coalition of bidders asks for: it offers so much that the winners outside of it must pay
/// at least this, or the rollups would rather sell to the coalition.
///
/// @param outside by winning bidder, 1 for those outside of it and 0 for its members
/// @param atLeast what those outside must pay together
record Blocking(List<BigFraction> outside, BigFraction atLeast) {
  Constraint demand() {
    return Constraint.atLeast(outside, atLeast);
  }
}
