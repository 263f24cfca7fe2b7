package weft.chain.store;

import java.util.List;
import java.util.Optional;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.block.BlockHeader;

/// A block that is final, with everything that follows from it.
///
/// @param header on a network a summary, whose hash is not the block hash
/// @param entries the preamble, on a network the votes for the block before, then the transactions
///   as sent
/// @param lanes ascending by rollup id
/// @param appHash state root after the block
/// @param parentSeal the seal of the block before, if it became known with this one
/// @param auctions empty where the block has no bids, and pays out nothing that waited
public record CommittedBlock(
    BlockHeader header,
    Hash32 blockHash,
    BlockSeal seal,
    List<Bytes> entries,
    List<IncludedTransaction> transactions,
    List<LaneBlockRecord> lanes,
    Hash32 appHash,
    Optional<BlockSeal.Network> parentSeal,
    Optional<AuctionRecord> auctions) {
  public CommittedBlock {
    entries = List.copyOf(entries);
    transactions = List.copyOf(transactions);
    lanes = List.copyOf(lanes);
  }

  /// A block without bids that tells nothing about the one before.
  public CommittedBlock(
      BlockHeader header,
      Hash32 blockHash,
      BlockSeal seal,
      List<Bytes> entries,
      List<IncludedTransaction> transactions,
      List<LaneBlockRecord> lanes,
      Hash32 appHash) {
    this(
        header,
        blockHash,
        seal,
        entries,
        transactions,
        lanes,
        appHash,
        Optional.empty(),
        Optional.empty());
  }

  public ChainHead head() {
    return new ChainHead(header.height(), header.timeMs(), blockHash, appHash);
  }
}
