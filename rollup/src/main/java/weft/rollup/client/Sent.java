package weft.rollup.client;

import java.util.concurrent.CompletableFuture;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Transaction;

/// A transaction that a wallet signed and sent.
///
/// @param settled the final status (soft, or dropped with a reason); cancelled where the node
///   refused the submission
public record Sent(
    Transaction transaction, Submitted outcome, CompletableFuture<TransactionStatus> settled) {}
