package weft.ledger.market;

import java.util.List;
import weft.market.auction.Auction;
import weft.primitives.Address;
import weft.protocol.transaction.RollupId;

/// The auction of a block in one asset, with what its indices mean.
///
/// @param rollups by index, ascending by id
/// @param bidders by index, ascending
/// @param bids by index, ascending by hash
/// @param recipients of refunds to order flow, by identity, ascending
public record AssetAuction(
    Auction auction,
    List<RollupId> rollups,
    List<Address> bidders,
    List<BlockBid> bids,
    List<Address> recipients) {
  public AssetAuction {
    recipients = List.copyOf(recipients);
    rollups = List.copyOf(rollups);
    bidders = List.copyOf(bidders);
    bids = List.copyOf(bids);
  }

  /// Whether one of its mechanisms names a module.
  boolean hasModules() {
    return auction.mechanisms().stream().anyMatch(one -> one.modules().isPresent());
  }

  /// The same with so many instructions for its modules.
  AssetAuction withFuel(long fuel) {
    return new AssetAuction(auction.withFuel(fuel), rollups, bidders, bids, recipients);
  }
}
