package weft.examples.builder;

import java.util.Optional;
import weft.primitives.Amount;

/// How much of an expected gain a builder offers.
///
/// @param unitsPerY what one unit of token y is worth to it, in units of the asset that it bids in
/// @param shareBps the part of the gain beyond its costs that it offers, in 1/10000
public record BidPricing(long unitsPerY, int shareBps) {
  private static final int ALL_BPS = 10_000;

  public BidPricing {
    if (unitsPerY < 1 || shareBps < 1 || shareBps > ALL_BPS) {
      throw new IllegalArgumentException("a share is 1 to 10000 of a positive worth");
    }
  }

  /// What to bid.
  ///
  /// @param gainY at least 0
  /// @param cost what winning costs besides the bid, in the asset's units
  /// @param reserve the least that the package is sold for
  /// @param most that the bidder can pay
  /// @return empty: not worth it, or too little to be taken
  public Optional<Amount> amount(long gainY, Amount cost, Amount reserve, Amount most) {
    Amount worth = Amount.of(gainY).times(unitsPerY);
    if (worth.compareTo(cost) <= 0) {
      return Optional.empty();
    }
    Amount amount = worth.minus(cost).mulDivFloor(shareBps, ALL_BPS).min(most);
    return amount.isZero() || amount.isLessThan(reserve) ? Optional.empty() : Optional.of(amount);
  }
}
