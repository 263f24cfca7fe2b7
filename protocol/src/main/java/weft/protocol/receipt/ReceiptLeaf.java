package weft.protocol.receipt;

import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;

/// What a node says in a receipt: a leaf of the tree whose root it signs. The chain follows from
/// the transaction, the node from the signature.
///
/// @param receivedTimeMs Unix time in milliseconds by the node's clock
/// @param lastHeight the last block height at which the transaction may be included; its last time,
///   if it has one, follows from the transaction and may end it earlier
public record ReceiptLeaf(Hash32 transactionHash, long receivedTimeMs, long lastHeight) {

  /// Size of the fixed layout in bytes: version 1, then the fields in order.
  public static final int SIZE = 1 + 32 + 8 + 8;

  private static final int VERSION = 1;

  /// The fixed layout of docs/protocol/receipts.md.
  public Bytes encode() {
    return new ByteWriter(SIZE)
        .u8(VERSION)
        .hash(transactionHash)
        .u64(receivedTimeMs)
        .u64(lastHeight)
        .toBytes();
  }

  /// Reads the fixed layout.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static ReceiptLeaf decode(Bytes bytes) {
    ByteReader reader = new ByteReader(bytes);
    int version = reader.u8("receipt.version");
    if (version != VERSION) {
      throw new MalformedException("receipt.version", "must be 1, got " + version);
    }
    ReceiptLeaf leaf =
        new ReceiptLeaf(
            reader.hash("receipt.transaction_hash"),
            reader.u64("receipt.received_time_ms"),
            reader.u64("receipt.last_height"));
    reader.expectEnd();
    return leaf;
  }
}
