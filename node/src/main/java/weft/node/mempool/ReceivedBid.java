package weft.node.mempool;

import weft.protocol.transaction.VerifiedTransaction;

/// A bid that blocks may have from now on: a client's that is durable, or a peer's.
///
/// @param bid a transaction whose [weft.protocol.transaction.TransactionBody#bid] is present
/// @param receivedTimeMs when it came here first, by this node's clock: Unix time in milliseconds
public record ReceivedBid(VerifiedTransaction bid, long receivedTimeMs) {}
