package weft.chain.store;

import java.util.List;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.BlockAnchor;
import weft.protocol.block.BlockHeader;

/// A block that is final, with everything that follows from it.
///
/// @param entries the preamble, then the transactions as sent
/// @param lanes ascending by rollup id
/// @param appHash state root after the block
public record CommittedBlock(
    BlockHeader header,
    Hash32 blockHash,
    BlockAnchor anchor,
    List<Bytes> entries,
    List<IncludedTransaction> transactions,
    List<LaneBlockRecord> lanes,
    Hash32 appHash) {
  public CommittedBlock {
    entries = List.copyOf(entries);
    transactions = List.copyOf(transactions);
    lanes = List.copyOf(lanes);
  }

  public ChainHead head() {
    return new ChainHead(header.height(), header.timeMs(), blockHash, appHash);
  }
}
