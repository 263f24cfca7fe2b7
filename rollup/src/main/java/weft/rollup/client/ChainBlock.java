package weft.rollup.client;

import java.util.List;
import java.util.Optional;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.block.BlockAnchor;

/// A block as a node sent it, unverified.
///
/// @param anchor empty where a network's block is not attested yet
/// @param transactions envelopes in order; empty unless they were asked for
/// @param laneHeaders the encoded lane headers, by rollup id
public record ChainBlock(
    Optional<BlockAnchor> anchor,
    Hash32 blockHash,
    List<Hash32> transactionHashes,
    List<Bytes> transactions,
    List<Bytes> laneHeaders) {
  public ChainBlock {
    transactionHashes = List.copyOf(transactionHashes);
    transactions = List.copyOf(transactions);
    laneHeaders = List.copyOf(laneHeaders);
  }
}
