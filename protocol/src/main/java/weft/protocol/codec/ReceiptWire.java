package weft.protocol.codec;

import weft.protocol.receipt.Receipt;

/// Receipts. Says nothing about truth: see [Receipt#verify].
public final class ReceiptWire {
  private ReceiptWire() {}

  public static weft.protocol.wire.Receipt toWire(Receipt receipt) {
    return weft.protocol.wire.Receipt.newBuilder()
        .setTransactionHash(WireFields.toWire(receipt.transactionHash()))
        .setReceivedTimeMs(receipt.receivedTimeMs())
        .setLastHeight(receipt.lastHeight())
        .setNode(WireFields.toWire(receipt.node()))
        .setProof(WireFields.toWire(receipt.proof()))
        .setSignature(WireFields.toWire(receipt.signature().bytes()))
        .build();
  }

  /// Reads a receipt; throws a `MalformedException` that names the field.
  public static Receipt fromWire(weft.protocol.wire.Receipt wire) {
    WireFields.expectPresent(wire.hasProof(), "receipt.proof");
    return new Receipt(
        WireFields.hash(wire.getTransactionHash(), "receipt.transaction_hash"),
        WireFields.u64(wire.getReceivedTimeMs(), "receipt.received_time_ms"),
        WireFields.u64(wire.getLastHeight(), "receipt.last_height"),
        WireFields.address(wire.getNode(), "receipt.node"),
        WireFields.merkleProof(wire.getProof(), "receipt.proof"),
        WireFields.signature(wire.getSignature(), "receipt.signature"));
  }
}
