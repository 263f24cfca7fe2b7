package weft.node.mempool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import weft.primitives.Hash32;

/// A client that waits for an answer.
///
/// @param copies how many submissions of the same transaction wait for the same answer
record PendingAnswer(
    Hash32 transactionHash, CompletableFuture<Submissions.Answer> future, AtomicInteger copies)
    implements Sender {
  static PendingAnswer of(Hash32 transactionHash) {
    return new PendingAnswer(transactionHash, new CompletableFuture<>(), new AtomicInteger());
  }
}
