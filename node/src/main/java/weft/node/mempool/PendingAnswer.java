package weft.node.mempool;

import java.util.concurrent.CompletableFuture;
import weft.primitives.Hash32;

/// A submitter that waits for an answer.
record PendingAnswer(Hash32 transactionHash, CompletableFuture<Submissions.Answer> future) {}
