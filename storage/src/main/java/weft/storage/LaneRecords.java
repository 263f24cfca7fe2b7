package weft.storage;

import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.MerkleProof;
import weft.protocol.block.BlockAnchor;
import weft.protocol.lane.LaneBlock;
import weft.protocol.lane.LaneBlockProof;
import weft.protocol.lane.ProvenLaneBlock;
import weft.storage.NodeStore.LaneRange;

/// Layout of lane blocks and lane ranges. A lane block carries its own place in its block, but not
/// the block's anchor, which it shares with the other lanes.
final class LaneRecords {
  private static final int MAX_HEADER_BYTES = 4096;

  private LaneRecords() {}

  /// A lane block without its anchor.
  record Stored(long blockHeight, MerkleProof laneProof, LaneBlock laneBlock) {
    ProvenLaneBlock with(BlockAnchor anchor) {
      return new ProvenLaneBlock(laneBlock, new LaneBlockProof(anchor, laneProof));
    }

    /// Bytes of the entries, payloads and what stands around them.
    long entryBytes() {
      return laneBlock.entries().stream().mapToLong(Bytes::size).sum();
    }
  }

  static Bytes laneBlock(Stored stored) {
    LaneBlock laneBlock = stored.laneBlock();
    ByteWriter writer =
        new ByteWriter(
            1
                + Long.BYTES
                + ProofRecords.size(stored.laneProof())
                + Integer.BYTES
                + laneBlock.header().size()
                + BlockRecords.listSize(laneBlock.entries()));
    writer.u8(RecordReader.VERSION).u64(stored.blockHeight());
    ProofRecords.write(writer, stored.laneProof());
    writer.lengthPrefixed(laneBlock.header());
    BlockRecords.writeList(writer, laneBlock.entries());
    return writer.toBytes();
  }

  static Stored readLaneBlock(Bytes record) {
    return RecordReader.read(
        "lane block",
        record,
        reader ->
            new Stored(
                reader.u64("block_height"),
                ProofRecords.read(reader),
                new LaneBlock(
                    reader.lengthPrefixed("header", MAX_HEADER_BYTES),
                    BlockRecords.readList(reader, "entry", Integer.MAX_VALUE))));
  }

  static Bytes range(LaneRange range) {
    return new ByteWriter(1 + 2 * Long.BYTES)
        .u8(RecordReader.VERSION)
        .u64(range.earliest())
        .u64(range.latest())
        .toBytes();
  }

  static LaneRange readRange(Bytes record) {
    return RecordReader.read(
        "lane range",
        record,
        reader -> new LaneRange(reader.u64("earliest"), reader.u64("latest")));
  }
}
