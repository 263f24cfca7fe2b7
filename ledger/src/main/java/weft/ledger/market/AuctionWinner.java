package weft.ledger.market;

import weft.primitives.Amount;

/// A bid that won.
///
/// @param charged what its bidder pays, in the bid's asset
public record AuctionWinner(BlockBid bid, Amount charged) {}
