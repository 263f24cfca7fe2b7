package weft.market.auction;

/// Order flow that a bid uses, with the refund that its owner asks for.
///
/// @param identity index of whom the refund is for; uses of one identity count together
/// @param percent of the surplus above the rollups' floors, 0 to 100, where refunds are by
///   percentage
public record OrderUse(int identity, int percent) {
  public OrderUse {
    if (identity < 0) {
      throw new IllegalArgumentException("an identity's index is not negative, got " + identity);
    }
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("a refund is 0 to 100 percent, got " + percent);
    }
  }
}
