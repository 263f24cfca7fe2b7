package weft.storage.archive;

import java.util.List;
import weft.primitives.Hash32;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.block.BlockHeader;
import weft.protocol.transaction.Transaction;

/// A block with bids, and what it made of them.
///
/// @param bids all bids of the block
public record ArchivedBlock(
    BlockHeader header, Hash32 blockHash, List<Transaction> bids, AuctionRecord auctions) {
  public ArchivedBlock {
    bids = List.copyOf(bids);
  }
}
