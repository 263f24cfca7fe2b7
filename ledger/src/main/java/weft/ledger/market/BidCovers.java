package weft.ledger.market;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import weft.ledger.rules.Seals;
import weft.ledger.state.StateReader;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;

/// What bidders hold in an asset for their bids of a block, which these take up in the order of the
/// block. What a seal holds is for the bid that ends it, and for nothing else before.
final class BidCovers {
  private final StateReader state;
  private final AssetId asset;
  private final SortedMap<Address, Amount> budgets;
  private final SortedMap<Address, Amount> forfeited = new TreeMap<>();
  private final SortedMap<Address, Amount> released = new TreeMap<>();
  private final SortedMap<Address, BidCover> covers = new TreeMap<>();
  private final SortedSet<Hash32> ended = new TreeSet<>();

  /// @param budgets the most that winners of each bidder may offer together, where it said so
  /// @param voids bids that are void already: what they forfeit is not there for others
  BidCovers(
      StateReader state,
      AssetId asset,
      SortedMap<Address, Amount> budgets,
      Collection<VoidBid> voids) {
    this.state = state;
    this.asset = asset;
    this.budgets = budgets;
    for (VoidBid each : voids) {
      BlockBid bid = each.bid();
      if (bid.terms().asset().equals(asset)) {
        forfeited.merge(bid.bidder(), each.forfeited(), Amount::saturatingPlus);
        if (each.reason().endsSeal()) {
          Optional<Seals.Open> seal = seal(bid);
          released.merge(bid.bidder(), deposit(seal), Amount::saturatingPlus);
          seal.ifPresent(end -> ended.add(end.commitment()));
        }
      }
    }
  }

  /// Takes one more bid, unless the bond does not cover it.
  boolean take(BlockBid bid) {
    Optional<Seals.Open> seal = seal(bid);
    boolean taken =
        covers
            .computeIfAbsent(bid.bidder(), this::cover)
            .takes(bid.terms().amount(), bid.terms().exclusiveGroup(), deposit(seal));
    if (taken) {
      seal.ifPresent(end -> ended.add(end.commitment()));
    }
    return taken;
  }

  private BidCover cover(Address bidder) {
    Amount held =
        state
            .bidBond(bidder, asset)
            .chargeable()
            .saturatingPlus(released.getOrDefault(bidder, Amount.ZERO));
    Amount lost = forfeited.getOrDefault(bidder, Amount.ZERO);
    return new BidCover(
        held.isLessThan(lost) ? Amount.ZERO : held.minus(lost),
        budgets.getOrDefault(bidder, Amount.MAX));
  }

  /// The seal that a bid ends; two bids of a block may show the same one, which ends once.
  private Optional<Seals.Open> seal(BlockBid bid) {
    return Seals.shownBy(state, bid.bidder(), bid.terms())
        .filter(seal -> seal.record().asset().equals(asset) && !ended.contains(seal.commitment()));
  }

  private static Amount deposit(Optional<Seals.Open> seal) {
    return seal.map(open -> open.record().deposit()).orElse(Amount.ZERO);
  }
}
