package weft.storage;

import java.util.List;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.BlockAnchor;

/// A committed block as it is kept.
///
/// @param entries the preamble, then the transactions as sent
/// @param laneHeaders encoded, ascending by rollup id
public record StoredBlock(
    Hash32 blockHash,
    BlockAnchor anchor,
    List<Bytes> entries,
    List<Hash32> transactionHashes,
    List<Bytes> laneHeaders) {
  public StoredBlock {
    entries = List.copyOf(entries);
    transactionHashes = List.copyOf(transactionHashes);
    laneHeaders = List.copyOf(laneHeaders);
  }
}
