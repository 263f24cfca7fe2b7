package weft.node.mempool;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.AssetId;
import weft.storage.Journal;
import weft.storage.NodeStore;

/// What a mempool works with.
///
/// @param height the newest committed height
/// @param finalStatus a transaction's final status, while the store keeps it
/// @param finalReceipt what the receipt of a final transaction says, while the store keeps its
///   status
/// @param nodeKey signs receipts
/// @param defaultAsset what tips are compared in
/// @param workAvailable told when there is something to put into a block; cheap, any thread
/// @param onFault told when the mempool cannot go on: the store failed, or a thread broke. It
///   refuses everything from then on; nothing that was acknowledged is lost
public record MempoolEnvironment(
    Journal journal,
    long height,
    Function<Hash32, Optional<TransactionStatus>> finalStatus,
    Function<Hash32, Optional<ReceiptLeaf>> finalReceipt,
    LedgerView ledger,
    PrivateKey nodeKey,
    AssetId defaultAsset,
    InstantSource clock,
    Runnable workAvailable,
    Consumer<Throwable> onFault) {

  /// The environment over a store.
  public static MempoolEnvironment of(
      NodeStore store,
      PrivateKey nodeKey,
      AssetId defaultAsset,
      InstantSource clock,
      Runnable workAvailable,
      Consumer<Throwable> onFault) {
    return new MempoolEnvironment(
        store.journal(),
        store.head().height(),
        store::finalStatus,
        store::finalReceipt,
        LedgerView.of(store),
        nodeKey,
        defaultAsset,
        clock,
        workAvailable,
        onFault);
  }
}
