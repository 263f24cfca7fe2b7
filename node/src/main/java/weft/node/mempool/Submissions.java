package weft.node.mempool;

import java.util.concurrent.CompletableFuture;
import weft.primitives.Bytes;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Refusal;

/// Where transactions come in.
public interface Submissions {

  /// Checks and journals a transaction. The answer comes when it is durable, or refused; a node
  /// that has too much to do refuses at once. A transaction that is already here gets its first
  /// receipt again. Never throws for what a client sent.
  CompletableFuture<Answer> submit(Bytes envelope);

  sealed interface Answer {
    record Accepted(Receipt receipt) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}
  }
}
