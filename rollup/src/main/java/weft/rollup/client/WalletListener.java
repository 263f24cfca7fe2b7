package weft.rollup.client;

import weft.protocol.status.TransactionStatus;

/// Hears what becomes of a wallet's transactions, fillers included. Called on the wallet's threads:
/// must be quick and must not call the wallet.
public interface WalletListener {
  WalletListener NONE = new WalletListener() {};

  /// A transaction is at the node, or may be.
  default void submitted(Sent sent) {}

  /// A transaction has its final status.
  default void settled(Sent sent, TransactionStatus status) {}
}
