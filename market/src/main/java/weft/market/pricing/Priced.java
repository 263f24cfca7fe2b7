package weft.market.pricing;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;

/// What winning bids pay by a rule.
///
/// @param prices by winning bid, in the order of `selected.winners`
/// @param spent whether the rule gave up within its bounds, so that all pay what they offered
public record Priced(List<BigFraction> prices, boolean spent) {
  public Priced {
    prices = List.copyOf(prices);
  }

  static Priced of(List<BigFraction> prices) {
    return new Priced(prices, false);
  }
}
