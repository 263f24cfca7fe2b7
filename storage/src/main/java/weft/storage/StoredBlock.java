package weft.storage;

import java.util.List;
import weft.chain.store.BlockSeal;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.BlockHeader;

/// A committed block as it is kept.
///
/// @param header on a network a summary, whose hash is not the block hash
/// @param entries the preamble, on a network the votes for the block before, then the transactions
///   as sent
/// @param laneHeaders encoded, ascending by rollup id
public record StoredBlock(
    BlockHeader header,
    Hash32 blockHash,
    BlockSeal seal,
    List<Bytes> entries,
    List<Hash32> transactionHashes,
    List<Bytes> laneHeaders) {
  public StoredBlock {
    entries = List.copyOf(entries);
    transactionHashes = List.copyOf(transactionHashes);
    laneHeaders = List.copyOf(laneHeaders);
  }

  /// The entries that are transactions.
  public List<Bytes> transactions() {
    return entries.subList(entries.size() - transactionHashes.size(), entries.size());
  }
}
