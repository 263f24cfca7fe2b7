package weft.protocol.auction;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// The auction of a block in one asset: all that it rests on, and what it came to.
///
/// @param sellers ascending by rollup id
/// @param bidders ascending by address
/// @param mechanisms those that the bids' packages are sold by, in their order
/// @param offers ascending by hash
/// @param isExact whether no legal choice of bids offers more; false where the node budget was
///   spent, or a module selected
/// @param nodes search nodes that selection visited
/// @param fuel instructions that modules could execute together; 0 where no mechanism names one
/// @param fuelUsed those that they did
/// @param fallbacks codes of what stood in for what a mechanism names, such as `node-budget`
/// @param refunds to order flow, ascending by recipient
public record AssetAuctionRecord(
    AssetId asset,
    List<Seller> sellers,
    List<Bidder> bidders,
    List<Mechanism> mechanisms,
    List<Offer> offers,
    boolean isExact,
    long nodes,
    long fuel,
    long fuelUsed,
    List<String> fallbacks,
    List<Refund> refunds) {
  public AssetAuctionRecord {
    refunds = List.copyOf(refunds);
    sellers = List.copyOf(sellers);
    bidders = List.copyOf(bidders);
    mechanisms = List.copyOf(mechanisms);
    offers = List.copyOf(offers);
    fallbacks = List.copyOf(fallbacks);
  }

  /// An auction in which nobody's order flow is used.
  public AssetAuctionRecord(
      AssetId asset,
      List<Seller> sellers,
      List<Bidder> bidders,
      List<Mechanism> mechanisms,
      List<Offer> offers,
      boolean isExact,
      long nodes,
      List<String> fallbacks) {
    this(asset, sellers, bidders, mechanisms, offers, isExact, nodes, fallbacks, List.of());
  }

  /// An auction without modules.
  public AssetAuctionRecord(
      AssetId asset,
      List<Seller> sellers,
      List<Bidder> bidders,
      List<Mechanism> mechanisms,
      List<Offer> offers,
      boolean isExact,
      long nodes,
      List<String> fallbacks,
      List<Refund> refunds) {
    this(asset, sellers, bidders, mechanisms, offers, isExact, nodes, 0, 0, fallbacks, refunds);
  }

  /// Who makes a bid of this auction.
  public Address bidderOf(Offer offer) {
    return bidders.get(offer.bidder()).address();
  }

  /// The package of a bid of this auction, ascending by id.
  public List<RollupId> rollupsOf(Offer offer) {
    return offer.sellers().stream().map(place -> sellers.get(place).rollup()).toList();
  }

  /// Ids of the modules that its mechanisms name.
  public SortedSet<Hash32> modules() {
    SortedSet<Hash32> named = new TreeSet<>();
    for (Mechanism mechanism : mechanisms) {
      mechanism
          .modules()
          .ifPresent(
              one -> {
                one.selection().ifPresent(id -> named.add(id));
                one.sharing().ifPresent(id -> named.add(id));
              });
    }
    return named;
  }

  /// The winning bids, ascending by hash.
  public List<Offer> winners() {
    return offers.stream().filter(Offer::isWinner).toList();
  }
}
