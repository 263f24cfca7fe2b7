package weft.rollup.client;

import java.util.Optional;
import weft.protocol.transaction.Transaction;

/// The transactions that make up one bid.
///
/// @param payloads holds the bidder's own payloads, and is executed only if the bid wins; empty
///   where the bid names others' transactions only
/// @param bid names it, and those of others
public record SignedBid(Optional<Transaction> payloads, Transaction bid) {}
