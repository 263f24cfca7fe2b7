package weft.storage;

import org.jspecify.annotations.Nullable;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// Keys whose byte order is the order in which a table is read.
final class Keys {
  private Keys() {}

  /// Eight bytes, big-endian.
  static Bytes height(long height) {
    return new ByteWriter(Long.BYTES).u64(height).toBytes();
  }

  /// Behind the keys of all heights.
  static Bytes validatorChange(long height) {
    return new ByteWriter(1 + Long.BYTES).u8(0xff).u64(height).toBytes();
  }

  static Bytes blockContents(long height) {
    return new ByteWriter(Long.BYTES + 1).u64(height).u8(0).toBytes();
  }

  static Bytes blockEntries(long height) {
    return new ByteWriter(Long.BYTES + 1).u64(height).u8(1).toBytes();
  }

  static Bytes blockEvidence(long height) {
    return new ByteWriter(Long.BYTES + 1).u64(height).u8(2).toBytes();
  }

  static Bytes blockAuctions(long height) {
    return new ByteWriter(Long.BYTES + 1).u64(height).u8(3).toBytes();
  }

  /// Behind the keys of all heights, before the changes of validators.
  static Bytes auctionIndex(long height) {
    return new ByteWriter(1 + Long.BYTES).u8(0xfe).u64(height).toBytes();
  }

  static long auctionIndexHeight(Bytes key) {
    return new ByteReader(key.slice(1, Long.BYTES)).u64("height");
  }

  static Bytes lane(Hash32 rollupId, long laneHeight) {
    return new ByteWriter(Hash32.SIZE + Long.BYTES).hash(rollupId).u64(laneHeight).toBytes();
  }

  static Bytes statusTime(long timeMs, Hash32 transactionHash) {
    return new ByteWriter(Long.BYTES + Hash32.SIZE).u64(timeMs).hash(transactionHash).toBytes();
  }

  /// The smallest key that is greater than a key.
  static Bytes after(Bytes key) {
    return Bytes.concat(key, Bytes.wrap(new byte[1]));
  }

  /// The smallest key that is greater than all keys with a prefix; null where there is none.
  static @Nullable Bytes afterPrefix(Bytes prefix) {
    int length = prefix.size();
    while (length > 0 && prefix.get(length - 1) == (byte) 0xff) {
      length--;
    }
    if (length == 0) {
      return null;
    }
    byte[] next = prefix.slice(0, length).toArray();
    next[length - 1]++;
    return Bytes.wrap(next);
  }
}
