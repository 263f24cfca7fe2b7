package weft.node.mempool;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import weft.primitives.Bytes;
import weft.protocol.orderflow.Hold;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Refusal;

/// Where transactions come in.
public interface Submissions {

  /// Checks and journals a transaction. The answer comes when it is durable, or refused; a node
  /// that has too much to do refuses at once. A transaction that is already here gets its first
  /// receipt again. Never throws for what a client sent.
  ///
  /// @param hold to keep it back: nobody is told more of it than its sender allows until a bid that
  ///   could win names it, somebody else sends it, or the time is over. Sent again without this, it
  ///   is kept back no more
  CompletableFuture<Answer> submit(Bytes envelope, Optional<Hold> hold);

  /// Takes one that is not to be kept back.
  default CompletableFuture<Answer> submit(Bytes envelope) {
    return submit(envelope, Optional.empty());
  }

  sealed interface Answer {
    record Accepted(Receipt receipt) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}
  }
}
