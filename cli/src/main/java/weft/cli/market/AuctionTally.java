package weft.cli.market;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.primitives.Address;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Seller;

/// Sums up auctions, one record after the other. Not for several threads.
final class AuctionTally {
  private static final int RECENT = 5;

  private final SortedMap<Address, String> names;
  private final SortedMap<String, SortedMap<String, AuctionTotals.Revenue>> revenue =
      new TreeMap<>();
  private final SortedMap<String, AuctionTotals.Builder> builders = new TreeMap<>();
  private final Deque<AuctionTotals.Win> recent = new ArrayDeque<>();
  private long auctions;
  private long voidBids;

  /// @param names of the builders that have one; they are listed also while they have no bids
  AuctionTally(SortedMap<Address, String> names) {
    this.names = names;
    names.values().forEach(name -> builders.put(name, AuctionTotals.Builder.NONE));
  }

  void add(AuctionRecord block) {
    voidBids += block.voids().size();
    for (AssetAuctionRecord auction : block.auctions()) {
      auctions++;
      auction.sellers().forEach(seller -> addSeller(auction.asset().name(), seller));
      auction.offers().forEach(offer -> addOffer(block.height(), auction, offer));
    }
  }

  AuctionTotals totals() {
    return new AuctionTotals(auctions, voidBids, revenue, builders, List.copyOf(recent));
  }

  private void addSeller(String asset, Seller seller) {
    SortedMap<String, AuctionTotals.Revenue> assets =
        new TreeMap<>(revenue.getOrDefault(seller.rollup().name(), new TreeMap<>()));
    assets.put(
        asset,
        assets
            .getOrDefault(asset, AuctionTotals.Revenue.NONE)
            .plus(seller.payment(), seller.alone()));
    revenue.put(seller.rollup().name(), assets);
  }

  private void addOffer(long height, AssetAuctionRecord auction, Offer offer) {
    Address bidder = auction.bidderOf(offer);
    String name = names.getOrDefault(bidder, bidder.toString());
    String asset = auction.asset().name();
    AuctionTotals.Builder before = builders.getOrDefault(name, AuctionTotals.Builder.NONE);
    builders.put(
        name,
        offer.charged().map(charged -> before.withWin(asset, charged)).orElse(before.withLoss()));
    offer
        .charged()
        .ifPresent(
            charged -> {
              List<AuctionTotals.Share> shares =
                  offer.sellers().stream()
                      .map(auction.sellers()::get)
                      .map(
                          seller ->
                              new AuctionTotals.Share(seller.rollup().name(), seller.payment()))
                      .toList();
              recent.addFirst(new AuctionTotals.Win(height, name, charged, asset, shares));
            });
    while (recent.size() > RECENT) {
      recent.removeLast();
    }
  }
}
