package weft.market.sharing;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;

/// What each rollup gets, by index, as exact rationals of the asset's unit.
public record Split(List<BigFraction> shares) {
  public Split {
    shares = List.copyOf(shares);
  }

  public BigFraction total() {
    return shares.stream().reduce(BigFraction.ZERO, BigFraction::add);
  }
}
