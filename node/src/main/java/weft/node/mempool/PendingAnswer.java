package weft.node.mempool;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import weft.primitives.Hash32;
import weft.protocol.orderflow.Hold;

/// A client that waits for an answer.
///
/// @param hold how it wants the transaction kept back; empty: not at all
/// @param copies how many submissions of the same transaction wait for the same answer
record PendingAnswer(
    Hash32 transactionHash,
    Optional<Hold> hold,
    CompletableFuture<Submissions.Answer> future,
    AtomicInteger copies)
    implements Sender {
  static PendingAnswer of(Hash32 transactionHash) {
    return of(transactionHash, Optional.empty());
  }

  static PendingAnswer of(Hash32 transactionHash, Optional<Hold> hold) {
    return new PendingAnswer(transactionHash, hold, new CompletableFuture<>(), new AtomicInteger());
  }
}
