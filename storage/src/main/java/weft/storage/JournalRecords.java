package weft.storage;

import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.receipt.Receipt;

/// Layout of journal entries; the transaction hash is the key. One that is kept back ends with how.
final class JournalRecords {
  private JournalRecords() {}

  static Bytes entry(Journal.Entry entry) {
    Receipt receipt = entry.receipt();
    ByteWriter writer =
        new ByteWriter(256 + ProofRecords.size(receipt.proof()) + entry.envelope().size());
    writer.u8(RecordReader.VERSION).u64(entry.arrival()).lengthPrefixed(entry.envelope());
    writer.hash(receipt.transactionHash());
    writer.u64(receipt.receivedTimeMs()).u64(receipt.lastHeight()).address(receipt.node());
    ProofRecords.write(writer, receipt.proof());
    writer.bytes(receipt.signature().bytes());
    if (!entry.hold().isEmpty()) {
      writer.lengthPrefixed(entry.hold());
    }
    return writer.toBytes();
  }

  static Journal.Entry readEntry(Hash32 transactionHash, Bytes record) {
    return RecordReader.read(
        "journal entry",
        record,
        reader ->
            new Journal.Entry(
                transactionHash,
                reader.u64("arrival"),
                reader.lengthPrefixed("envelope", Integer.MAX_VALUE),
                readReceipt(reader),
                reader.remaining() == 0
                    ? Bytes.EMPTY
                    : reader.lengthPrefixed("hold", Integer.MAX_VALUE)));
  }

  private static Receipt readReceipt(ByteReader reader) {
    return new Receipt(
        reader.hash("transaction_hash"),
        reader.u64("received_time_ms"),
        reader.u64("last_height"),
        reader.address("node"),
        ProofRecords.read(reader),
        ProofRecords.readSignature(reader));
  }
}
