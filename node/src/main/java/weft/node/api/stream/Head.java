package weft.node.api.stream;

import java.util.List;
import java.util.Optional;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.status.LanePosition;

/// What a new block brought, without its transactions.
///
/// @param bytes all entries together, preamble included
/// @param lanes one position per lane block, in the order of the block
/// @param nextBaseFeePerByte of the next block, default asset; empty where a next block exists
public record Head(
    long height,
    Hash32 blockHash,
    long timeMs,
    int transactions,
    int payloads,
    long payloadBytes,
    long bytes,
    List<LanePosition> lanes,
    Optional<Amount> nextBaseFeePerByte) {
  public Head {
    lanes = List.copyOf(lanes);
  }
}
