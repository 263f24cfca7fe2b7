package weft.examples.amm;

import weft.protocol.refusal.Refusal;
import weft.protocol.status.TransactionStatus;
import weft.rollup.client.Sent;

/// Hears what becomes of a bot's transactions. Called on the bot's threads: must be quick.
public interface BotListener {
  BotListener NONE = new BotListener() {};

  /// The node signed for a transaction.
  ///
  /// @param latencyNs since it was sent
  default void received(Sent sent, long latencyNs) {}

  /// The node refused a transaction.
  default void refused(Refusal refusal) {}

  /// A transaction is soft.
  ///
  /// @param latencyNs since the receipt
  default void soft(Sent sent, TransactionStatus status, long latencyNs) {}

  /// A transaction was taken and then not included.
  default void dropped(Sent sent, TransactionStatus status) {}
}
