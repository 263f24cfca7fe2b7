package weft.rollup.client;

import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Refusal;
import weft.protocol.status.TransactionStatus;

/// What became of a submission.
public sealed interface Submitted {

  /// The node took it and signed for it; the receipt is verified.
  record Accepted(Receipt receipt) implements Submitted {}

  /// The node did not take it, and it will not be included unless it is sent again.
  record Refused(Refusal refusal) implements Submitted {}

  /// An answer got lost, and when the same envelope was sent again the transaction had come
  /// further.
  record AlreadyKnown(TransactionStatus status) implements Submitted {}

  /// No valid answer within the retries. The node may have it or not: ask for its status, or send
  /// the same envelope again, before the nonce is used for anything else.
  record Unknown(String reason) implements Submitted {}

  /// Whether the node has it, so that the nonce is used.
  default boolean isTaken() {
    return switch (this) {
      case Accepted _, AlreadyKnown _ -> true;
      case Refused _, Unknown _ -> false;
    };
  }
}
