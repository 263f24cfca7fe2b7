package weft.protocol.auction;

import java.util.List;
import java.util.Optional;
import weft.primitives.Amount;
import weft.primitives.Hash32;

/// A bid that takes part in an auction.
///
/// @param bid hash of the transaction that it is the only action of
/// @param bidder index among the auction's bidders
/// @param sellers the package: indices among the auction's sellers, ascending
/// @param exclusiveGroup of one group at most one bid wins; numbered across all bidders of the
///   auction from 1 on, 0 = none
/// @param mechanism index among the auction's mechanisms
/// @param split what each seller is to get; empty where that is left to the mechanism
/// @param charged what the bidder pays; empty if the bid lost
/// @param uses order flow of the transactions that it names, in their order
public record Offer(
    Hash32 bid,
    int bidder,
    List<Integer> sellers,
    Amount amount,
    int exclusiveGroup,
    int mechanism,
    List<Amount> split,
    Optional<Amount> charged,
    List<Use> uses) {
  public Offer {
    sellers = List.copyOf(sellers);
    split = List.copyOf(split);
    uses = List.copyOf(uses);
  }

  /// A bid that uses nobody's order flow.
  public Offer(
      Hash32 bid,
      int bidder,
      List<Integer> sellers,
      Amount amount,
      int exclusiveGroup,
      int mechanism,
      List<Amount> split,
      Optional<Amount> charged) {
    this(bid, bidder, sellers, amount, exclusiveGroup, mechanism, split, charged, List.of());
  }

  public boolean isWinner() {
    return charged.isPresent();
  }
}
