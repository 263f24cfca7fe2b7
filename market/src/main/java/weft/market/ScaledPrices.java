package weft.market;

import java.math.BigInteger;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Bid;
import weft.market.linear.Rational;

/// Prices by rollup as integers over one denominator, to hold thousands of bids against them.
///
/// @param numerators by rollup
/// @param denominator above zero
record ScaledPrices(List<BigInteger> numerators, BigInteger denominator) {
  static ScaledPrices of(List<BigFraction> prices) {
    BigInteger denominator = Rational.commonDenominator(prices);
    return new ScaledPrices(
        prices.stream().map(price -> Rational.floor(price.multiply(denominator))).toList(),
        denominator);
  }

  /// What the bid offers beyond the prices of its rollups, times the denominator.
  BigInteger gain(Bid bid) {
    BigInteger cost = BigInteger.ZERO;
    for (int rollup = 0; rollup < numerators.size(); rollup++) {
      if (bid.rollups().contains(rollup)) {
        cost = cost.add(numerators.get(rollup));
      }
    }
    return bid.amount().multiply(denominator).subtract(cost);
  }
}
