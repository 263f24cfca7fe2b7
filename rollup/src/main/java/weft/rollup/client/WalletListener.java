package weft.rollup.client;

import weft.protocol.status.TransactionStatus;

/// Hears what becomes of a wallet's transactions, fillers included. Called on the wallet's threads:
/// must be quick and must not call the wallet.
public interface WalletListener {
  WalletListener NONE = new WalletListener() {};

  /// A transaction is at the node, or may be.
  default void submitted(Sent sent) {}

  /// The node signed a receipt for a transaction and does not know it now: it lost it, or no longer
  /// keeps its status. May be told again; may still become final, because the wallet sends it again
  /// where that helps.
  default void forgotten(Sent sent) {}

  /// A transaction has its final status. Always after [#submitted].
  default void settled(Sent sent, TransactionStatus status) {}
}
