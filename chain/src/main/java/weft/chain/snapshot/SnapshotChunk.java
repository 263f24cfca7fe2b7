package weft.chain.snapshot;

import java.util.ArrayList;
import java.util.List;
import weft.ledger.state.KeyValueView.Entry;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.state.TreeLimits;

/// A run of state entries in ascending order, encoded one after the other; rules SYNC-2 and SYNC-3.
/// Entries are added until one does not fit: that one begins the next chunk.
public final class SnapshotChunk {
  /// The most bytes of a chunk. A peer has ten seconds to send one.
  public static final int MAX_BYTES = 4 << 20;

  private static final int LENGTHS_BYTES = Short.BYTES + Integer.BYTES;

  private final ByteWriter writer = new ByteWriter();

  /// Adds an entry if it fits.
  public boolean add(Entry entry) {
    int size = LENGTHS_BYTES + entry.key().size() + entry.value().size();
    if (writer.size() + size > MAX_BYTES) {
      return false;
    }
    writer.u16(entry.key().size()).bytes(entry.key()).lengthPrefixed(entry.value());
    return true;
  }

  public boolean isEmpty() {
    return writer.size() == 0;
  }

  public Bytes encode() {
    return writer.toBytes();
  }

  /// Reads a chunk.
  ///
  /// @param after the last key of the chunk before; empty for the first chunk
  /// @return at least one entry
  /// @throws MalformedException if the bytes are no entries, or keys do not rise
  public static List<Entry> decode(Bytes chunk, Bytes after) {
    if (chunk.isEmpty() || chunk.size() > MAX_BYTES) {
      throw new MalformedException(
          "chunk", "has 1 to " + MAX_BYTES + " bytes, got " + chunk.size());
    }
    ByteReader reader = new ByteReader(chunk);
    List<Entry> entries = new ArrayList<>();
    Bytes last = after;
    while (reader.remaining() > 0) {
      Entry entry = read(reader);
      if (last.compareTo(entry.key()) >= 0) {
        throw new MalformedException("chunk.key", entry.key() + " does not come after " + last);
      }
      entries.add(entry);
      last = entry.key();
    }
    return entries;
  }

  private static Entry read(ByteReader reader) {
    int keyBytes = reader.u16("chunk.key");
    if (keyBytes < 1 || keyBytes > TreeLimits.MAX_KEY_BYTES) {
      throw new MalformedException(
          "chunk.key", "has 1 to " + TreeLimits.MAX_KEY_BYTES + " bytes, got " + keyBytes);
    }
    Bytes key = reader.bytes("chunk.key", keyBytes);
    Bytes value = reader.lengthPrefixed("chunk.value", TreeLimits.MAX_VALUE_BYTES);
    if (value.isEmpty()) {
      throw new MalformedException("chunk.value", "is empty");
    }
    return new Entry(key, value);
  }
}
