package weft.rollup.execution;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;

/// A rollup block in short. One lane block makes one rollup block.
///
/// @param number rises by one per lane block, see [ExecutionBounds#numberOf]
/// @param hash names the block: over everything else in this record
/// @param parentHash hash of the block before; zero for the first
/// @param timeMs time of the Weft block that carried the lane block
/// @param stateRoot root of the rollup's state after the block
/// @param sourceLaneHash hash of the lane block, whose header names that Weft block by height and
///   time
/// @param executed payloads that took effect
/// @param skipped payloads that did not, with reasons, in lane order
public record BlockMetadata(
    long number,
    Hash32 hash,
    Hash32 parentHash,
    long timeMs,
    Hash32 stateRoot,
    Hash32 sourceLaneHash,
    int executed,
    List<SkippedPayload> skipped) {
  private static final int VERSION = 2;

  public BlockMetadata {
    skipped = List.copyOf(skipped);
  }

  /// What stands before the first block: only a number.
  public static BlockMetadata genesis(long number) {
    Hash32 zero = Hash32.ZERO;
    return new BlockMetadata(number, zero, zero, 0, zero, zero, 0, List.of());
  }

  /// The metadata of a new block; computes its hash.
  public static BlockMetadata of(
      long number,
      Hash32 parentHash,
      long timeMs,
      Hash32 stateRoot,
      Hash32 sourceLaneHash,
      int executed,
      List<SkippedPayload> skipped) {
    BlockMetadata unnamed =
        new BlockMetadata(
            number, Hash32.ZERO, parentHash, timeMs, stateRoot, sourceLaneHash, executed, skipped);
    Hash32 hash = Sha256.hash(unnamed.encode());
    return new BlockMetadata(
        number, hash, parentHash, timeMs, stateRoot, sourceLaneHash, executed, skipped);
  }

  /// One encoding per value; [#decode] reads it back.
  public Bytes encode() {
    ByteWriter out =
        new ByteWriter(256)
            .u8(VERSION)
            .u64(number)
            .hash(hash)
            .hash(parentHash)
            .u64(timeMs)
            .hash(stateRoot)
            .hash(sourceLaneHash)
            .u32(executed)
            .u32(skipped.size());
    skipped.forEach(
        one ->
            out.u32(one.index()).hash(one.transactionHash()).text(one.code()).text(one.reason()));
    return out.toBytes();
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static BlockMetadata decode(Bytes bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8("version");
    if (version != VERSION) {
      throw new MalformedException("version", "must be " + VERSION + ", got " + version);
    }
    BlockMetadata withoutSkips =
        new BlockMetadata(
            in.u64("number"),
            in.hash("hash"),
            in.hash("parent_hash"),
            in.u64("time_ms"),
            in.hash("state_root"),
            in.hash("source_lane_hash"),
            (int) in.u32("executed"),
            List.of());
    BlockMetadata metadata = withoutSkips.withSkipped(skipped(in));
    in.expectEnd();
    return metadata;
  }

  private BlockMetadata withSkipped(List<SkippedPayload> all) {
    return new BlockMetadata(
        number, hash, parentHash, timeMs, stateRoot, sourceLaneHash, executed, all);
  }

  private static List<SkippedPayload> skipped(ByteReader in) {
    long count = in.u32("skipped");
    List<SkippedPayload> all = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      all.add(
          new SkippedPayload(
              (int) in.u32("index"),
              in.hash("transaction_hash"),
              in.text("code", SkippedPayload.MAX_TEXT_BYTES),
              in.text("reason", SkippedPayload.MAX_TEXT_BYTES)));
    }
    return all;
  }
}
