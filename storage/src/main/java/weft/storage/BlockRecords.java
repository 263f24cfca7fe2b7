package weft.storage;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// Layout of blocks. The contents are apart from the entries, so that pruning need not read the
/// payloads.
final class BlockRecords {
  private static final int MAX_LANE_HEADER_BYTES = 4096;

  private BlockRecords() {}

  /// What is in a block, without its entries.
  ///
  /// @param historyBytes bytes of the block's entries, lane blocks and auctions as stored
  /// @param laneHeaders encoded, ascending by rollup id
  record Contents(
      Hash32 blockHash,
      long historyBytes,
      List<Hash32> transactionHashes,
      List<Bytes> laneHeaders) {}

  static Bytes contents(Contents contents) {
    ByteWriter writer =
        new ByteWriter(
            64
                + contents.transactionHashes().size() * Hash32.SIZE
                + listSize(contents.laneHeaders()));
    writer.u8(RecordReader.VERSION).hash(contents.blockHash()).u64(contents.historyBytes());
    writer.u32(contents.transactionHashes().size());
    contents.transactionHashes().forEach(writer::hash);
    writeList(writer, contents.laneHeaders());
    return writer.toBytes();
  }

  static Contents readContents(Bytes record) {
    return RecordReader.read(
        "block",
        record,
        reader ->
            new Contents(
                reader.hash("block_hash"),
                reader.u64("history_bytes"),
                readHashes(reader, "transaction_hash"),
                readList(reader, "lane_header", MAX_LANE_HEADER_BYTES)));
  }

  static int listSize(List<Bytes> items) {
    int size = Integer.BYTES;
    for (Bytes item : items) {
      size = Math.addExact(size, Integer.BYTES + item.size());
    }
    return size;
  }

  /// A count, then each item behind its length.
  static void writeList(ByteWriter writer, List<Bytes> items) {
    writer.u32(items.size());
    items.forEach(writer::lengthPrefixed);
  }

  static List<Bytes> readList(ByteReader reader, String field, int maxItemBytes) {
    int count = count(reader, field, Integer.BYTES);
    List<Bytes> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(reader.lengthPrefixed(field, maxItemBytes));
    }
    return items;
  }

  static List<Hash32> readHashes(ByteReader reader, String field) {
    int count = count(reader, field, Hash32.SIZE);
    List<Hash32> hashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hashes.add(reader.hash(field));
    }
    return hashes;
  }

  /// A count of items that the rest of the record has room for.
  static int count(ByteReader reader, String field, int minItemBytes) {
    long count = reader.u32(field + ".count");
    if (count > reader.remaining() / minItemBytes) {
      throw new IllegalArgumentException(field + ": " + count + " do not fit the record");
    }
    return (int) count;
  }
}
