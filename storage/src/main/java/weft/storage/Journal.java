package weft.storage;

import java.util.List;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.receipt.Receipt;
import weft.protocol.status.TransactionStatus;

/// Received transactions that are not final yet. What was appended survives a kill at any instant.
public interface Journal {

  /// Makes transactions durable together, with their receipts, before it returns. One disk sync.
  void append(List<Entry> entries);

  /// Removes transactions and keeps their final statuses instead, atomically.
  void finish(List<TransactionStatus> finalStatuses);

  /// Everything that was appended and neither finished nor included, in the order of arrival.
  List<Entry> pending();

  /// A received transaction.
  ///
  /// @param arrival rises with each received transaction
  /// @param hold how the mempool keeps it back, in its own words; empty: not at all
  record Entry(Hash32 transactionHash, long arrival, Bytes envelope, Receipt receipt, Bytes hold) {

    /// One that is not kept back.
    public Entry(Hash32 transactionHash, long arrival, Bytes envelope, Receipt receipt) {
      this(transactionHash, arrival, envelope, receipt, Bytes.EMPTY);
    }
  }
}
