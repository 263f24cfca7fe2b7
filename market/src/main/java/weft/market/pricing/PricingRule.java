package weft.market.pricing;

import java.util.BitSet;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.selection.Selected;
import weft.market.selection.Selection;
import weft.protocol.mechanism.Pricing;

/// What winning bids pay by a textbook rule, before the floors of their rollups.
///
/// Whenever a bidder is thought away, its bids are: they then raise nobody's floor either, so a
/// package that they keep out may win in their absence.
public interface PricingRule {
  /// The price of each winning bid; at least zero, at most its amount.
  ///
  /// @param asked places in `selected.winners` that count; any other need not be looked for, and
  ///   gets a price that means nothing
  Priced price(Auction auction, Selected selected, BitSet asked);

  /// The same for all winning bids.
  default List<BigFraction> prices(Auction auction, Selected selected) {
    BitSet all = new BitSet();
    all.set(0, selected.winners().size());
    return price(auction, selected, all).prices();
  }

  /// The rule of this name.
  ///
  /// @param selection finds what others would have offered
  static PricingRule of(Pricing pricing, Selection selection) {
    return switch (pricing) {
      case FIRST -> new FirstPrice();
      case SECOND -> new SecondPrice(selection);
      case VCG -> new Vcg(selection);
      case CORE -> new CoreNearest(selection);
    };
  }
}
