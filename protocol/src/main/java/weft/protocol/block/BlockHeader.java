package weft.protocol.block;

import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;

/// The head of a block of an embedded engine. A block's hash is SHA-256 of the fixed layout.
///
/// @param chainId the chain
/// @param height from 1 on
/// @param timeMs Unix time in milliseconds, strictly increasing
/// @param parentHash hash of the block before; the genesis hash at height 1
/// @param dataHash RFC 6962 root over SHA-256 of each entry (preamble first), as CometBFT does
/// @param appHash state root after the block before
/// @param proposer the validator that proposed
public record BlockHeader(
    long chainId,
    long height,
    long timeMs,
    Hash32 parentHash,
    Hash32 dataHash,
    Hash32 appHash,
    Address proposer) {

  /// Size of the fixed layout in bytes: version 1, then the fields in order.
  public static final int SIZE = 1 + 8 + 8 + 8 + 32 + 32 + 32 + 20;

  static final int VERSION = 1;

  /// The fixed layout of docs/protocol/blocks.md.
  public Bytes encode() {
    return new ByteWriter(SIZE)
        .u8(VERSION)
        .u64(chainId)
        .u64(height)
        .u64(timeMs)
        .hash(parentHash)
        .hash(dataHash)
        .hash(appHash)
        .address(proposer)
        .toBytes();
  }

  /// The block hash: SHA-256 of the fixed layout.
  public Hash32 hash() {
    return Sha256.hash(encode());
  }

  /// Reads the fixed layout.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static BlockHeader decode(Bytes bytes) {
    ByteReader reader = new ByteReader(bytes);
    FixedLayout.expectVersion(reader, "block_header.version", VERSION);
    BlockHeader header =
        new BlockHeader(
            reader.u64("block_header.chain_id"),
            FixedLayout.positive(reader, "block_header.height"),
            reader.u64("block_header.time_ms"),
            reader.hash("block_header.parent_hash"),
            reader.hash("block_header.data_hash"),
            reader.hash("block_header.app_hash"),
            reader.address("block_header.proposer"));
    reader.expectEnd();
    return header;
  }
}
