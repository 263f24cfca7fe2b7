package weft.storage;

import java.util.List;
import weft.chain.store.BlockSeal;
import weft.ledger.validator.Misbehavior;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.BlockHeader;

/// A committed block as it is kept.
///
/// @param header on a network a summary, whose hash is not the block hash
/// @param entries the preamble, on a network the votes for the block before, then the transactions
///   as sent
/// @param laneHeaders encoded, ascending by rollup id
/// @param misbehaviors what a network's engine proved with the block
public record StoredBlock(
    BlockHeader header,
    Hash32 blockHash,
    BlockSeal seal,
    List<Bytes> entries,
    List<Hash32> transactionHashes,
    List<Bytes> laneHeaders,
    List<Misbehavior> misbehaviors) {
  public StoredBlock {
    entries = List.copyOf(entries);
    transactionHashes = List.copyOf(transactionHashes);
    laneHeaders = List.copyOf(laneHeaders);
    misbehaviors = List.copyOf(misbehaviors);
  }

  /// The entries that are transactions.
  public List<Bytes> transactions() {
    return entries.subList(entries.size() - transactionHashes.size(), entries.size());
  }
}
