package weft.rollup.client;

import java.util.List;
import java.util.OptionalLong;
import weft.protocol.auction.AuctionRecord;

/// Some of the auctions of a range of heights, as a node sent them, unverified.
///
/// @param auctions ascending by height, of the blocks that have bids
/// @param nextHeight where to ask on; empty if there is nothing more
/// @param earliestHeight the lowest height that the node keeps
/// @param latestHeight its newest
public record AuctionPage(
    List<AuctionRecord> auctions, OptionalLong nextHeight, long earliestHeight, long latestHeight) {
  public AuctionPage {
    auctions = List.copyOf(auctions);
  }
}
