package weft.protocol.lane;

import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;
import weft.protocol.block.FixedLayout;

/// The head of a lane block. Lane heights start at 1 and have no gaps: lane block n names lane
/// block n-1 by hash, so a reader can prove that nothing was left out.
///
/// @param rollupId SHA-256 of the rollup's name
/// @param laneHeight from 1 on, gapless
/// @param parentLaneHash hash of the lane block before; zero at lane height 1
/// @param blockHeight the block that this lane block is part of
/// @param blockTimeMs that block's time
/// @param payloadsRoot RFC 6962 root over the encoded entries
/// @param payloadCount number of entries, at least 1
/// @param payloadBytes sum of the entries' data sizes
public record LaneHeader(
    Hash32 rollupId,
    long laneHeight,
    Hash32 parentLaneHash,
    long blockHeight,
    long blockTimeMs,
    Hash32 payloadsRoot,
    int payloadCount,
    long payloadBytes) {

  /// Size of the fixed layout in bytes: version 1, then the fields in order.
  public static final int SIZE = 1 + 32 + 8 + 32 + 8 + 8 + 32 + 4 + 8;

  private static final int VERSION = 1;

  /// The fixed layout of docs/protocol/lanes.md.
  public Bytes encode() {
    return new ByteWriter(SIZE)
        .u8(VERSION)
        .hash(rollupId)
        .u64(laneHeight)
        .hash(parentLaneHash)
        .u64(blockHeight)
        .u64(blockTimeMs)
        .hash(payloadsRoot)
        .u32(payloadCount)
        .u64(payloadBytes)
        .toBytes();
  }

  /// The lane hash that the next lane block names as its parent: SHA-256 of the fixed layout.
  public Hash32 hash() {
    return Sha256.hash(encode());
  }

  /// Reads the fixed layout.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static LaneHeader decode(Bytes bytes) {
    ByteReader reader = new ByteReader(bytes);
    FixedLayout.expectVersion(reader, "lane_header.version", VERSION);
    LaneHeader header =
        new LaneHeader(
            reader.hash("lane_header.rollup_id"),
            FixedLayout.positive(reader, "lane_header.lane_height"),
            reader.hash("lane_header.parent_lane_hash"),
            FixedLayout.positive(reader, "lane_header.block_height"),
            reader.u64("lane_header.block_time_ms"),
            reader.hash("lane_header.payloads_root"),
            FixedLayout.count(reader, "lane_header.payload_count"),
            reader.u64("lane_header.payload_bytes"));
    reader.expectEnd();
    if (header.payloadCount == 0) {
      throw new MalformedException("lane_header.payload_count", "must be at least 1");
    }
    return header;
  }
}
