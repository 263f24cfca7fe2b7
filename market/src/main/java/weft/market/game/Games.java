package weft.market.game;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import weft.market.auction.Auction;
import weft.market.auction.RollupSet;
import weft.market.selection.NodesLeft;
import weft.market.selection.PreparedAuction;
import weft.market.selection.Selected;
import weft.market.selection.SubsetTable;

/// Makes the game of an auction.
public final class Games {
  private Games() {}

  /// The game of an auction. Rollups that no bid links earn independently, so their values add up.
  /// A component of up to [SubsetTable#MAX_ROLLUPS] rollups without shared groups and binding
  /// budgets has all its values in a table; of others a value is found by a selection when it is
  /// first asked for, within the node budget: where that is spent, the value is what the flagged
  /// answer offers.
  public static Game of(Auction auction) {
    PreparedAuction prepared = PreparedAuction.of(auction);
    return new PartedGame(
        auction.rollups().size(),
        prepared.parts().stream()
            .map(part -> new PartValues(prepared, part, Optional.empty(), NodesLeft.unlimited()))
            .toList());
  }

  /// The game of an auction in which was selected already: what the winners offer is what all
  /// rollups earn together, and is not searched for again.
  ///
  /// @param nodes that finding values may take, in equal parts for each component
  public static Game of(PreparedAuction prepared, Selected selected, long nodes) {
    List<PreparedAuction.Part> parts = prepared.parts();
    long each = nodes / Math.max(1, parts.size());
    return new PartedGame(
        prepared.auction().rollups().size(),
        parts.stream()
            .map(
                part ->
                    new PartValues(
                        prepared,
                        part,
                        Optional.of(value(prepared.auction(), selected, part.rollups())),
                        new NodesLeft(each)))
            .toList());
  }

  /// What the winners among a part's rollups offer.
  private static BigInteger value(Auction auction, Selected selected, RollupSet rollups) {
    BigInteger sum = BigInteger.ZERO;
    for (int winner : selected.winners()) {
      if (rollups.containsAll(auction.bids().get(winner).rollups())) {
        sum = sum.add(auction.bids().get(winner).amount());
      }
    }
    return sum;
  }
}
