package weft.examples.amm;

import weft.protocol.refusal.Refusal;
import weft.protocol.status.TransactionStatus;
import weft.rollup.client.Sent;

/// Hears what becomes of a bot's transactions. Called on the bot's threads: must be quick.
public interface BotListener {
  BotListener NONE = new BotListener() {};

  /// The node signed for a transaction. Always before it is told to be soft or dropped.
  default void received(Sent sent) {}

  /// The node signed for a transaction and lost it. It may still become soft: the wallet sends it
  /// again. May be told more than once.
  default void forgotten(Sent sent) {}

  /// The node refused a transaction.
  default void refused(Refusal refusal) {}

  /// A transaction is soft.
  ///
  /// @param latencyNs since the receipt
  default void soft(Sent sent, TransactionStatus status, long latencyNs) {}

  /// A transaction was taken and then not included.
  default void dropped(Sent sent, TransactionStatus status) {}
}
