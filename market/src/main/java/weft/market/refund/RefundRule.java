package weft.market.refund;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.auction.Auction;
import weft.market.selection.Selected;
import weft.market.selection.Selection;
import weft.protocol.mechanism.Refunds;

/// What the owners of the order flow that a winning bid uses get back of its price.
public interface RefundRule {
  /// One identity's refund.
  ///
  /// @param identity its index
  /// @param amount exact, at least zero
  record Refund(int identity, BigFraction amount) {}

  /// The refunds of one winning bid, in sum at most `surplus`.
  ///
  /// @param winner index of the winning bid
  /// @param charged what it pays
  /// @param surplus what of that stands above the floors of its rollups: refunds come out of it
  ///   alone
  /// @return one for each identity that the bid uses, ascending; none where nothing is refunded
  List<Refund> refunds(
      Auction auction, Selected selected, int winner, BigFraction charged, BigFraction surplus);

  /// The rule of this name.
  ///
  /// @param selection finds what the auction would earn without some order flow
  static RefundRule of(Refunds refunds, Selection selection) {
    return switch (refunds) {
      case NONE -> (auction, selected, winner, charged, surplus) -> List.of();
      case PERCENT -> new Percent();
      case FLAT_TAX -> new FlatTax(selection);
    };
  }
}
