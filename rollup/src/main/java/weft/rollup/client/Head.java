package weft.rollup.client;

import java.util.List;
import java.util.Optional;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.status.LanePosition;

/// A new block in short, unverified.
///
/// @param bytes transaction bytes
/// @param baseFeePerByte of the next block, default asset; only where the head was the newest when
///   it was sent
public record Head(
    long height,
    Hash32 blockHash,
    long timeMs,
    int transactions,
    int payloads,
    long payloadBytes,
    long bytes,
    List<LanePosition> lanes,
    Optional<Amount> baseFeePerByte) {
  public Head {
    lanes = List.copyOf(lanes);
  }
}
