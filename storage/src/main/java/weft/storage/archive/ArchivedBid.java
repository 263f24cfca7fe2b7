package weft.storage.archive;

import weft.protocol.transaction.Transaction;

/// A bid that came in.
///
/// @param bid a transaction whose action is a bid; its signature was checked
/// @param receivedTimeMs Unix time by this node's clock
/// @param headHeight newest block when it came
public record ArchivedBid(Transaction bid, long receivedTimeMs, long headHeight) {}
