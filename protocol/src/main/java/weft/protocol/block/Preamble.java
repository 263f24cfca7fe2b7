package weft.protocol.block;

import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;

/// The first entry of a block: what follows from the rest of the block and committed state, so that
/// every validator can recompute it.
///
/// @param lanesRoot RFC 6962 root over the encoded lane headers, sorted by rollup id
/// @param laneCount number of lane headers under the root
/// @param transactionCount number of transactions that follow
public record Preamble(Hash32 lanesRoot, int laneCount, int transactionCount) {

  /// Size of the fixed layout in bytes: version 1, then the fields in order.
  public static final int SIZE = 1 + 32 + 4 + 4;

  private static final int VERSION = 1;

  /// The fixed layout of docs/protocol/blocks.md.
  public Bytes encode() {
    return new ByteWriter(SIZE)
        .u8(VERSION)
        .hash(lanesRoot)
        .u32(laneCount)
        .u32(transactionCount)
        .toBytes();
  }

  /// SHA-256 of the fixed layout: the preamble's leaf in the tree of the block's entries.
  public Hash32 hash() {
    return Sha256.hash(encode());
  }

  /// Reads the fixed layout.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static Preamble decode(Bytes bytes) {
    ByteReader reader = new ByteReader(bytes);
    FixedLayout.expectVersion(reader, "preamble.version", VERSION);
    Preamble preamble =
        new Preamble(
            reader.hash("preamble.lanes_root"),
            FixedLayout.count(reader, "preamble.lane_count"),
            FixedLayout.count(reader, "preamble.transaction_count"));
    reader.expectEnd();
    return preamble;
  }
}
