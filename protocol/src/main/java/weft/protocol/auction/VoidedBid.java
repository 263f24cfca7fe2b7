package weft.protocol.auction;

import weft.primitives.Amount;
import weft.primitives.Hash32;

/// A bid of a block that takes no part in an auction.
///
/// @param bid hash of the transaction that it is the only action of
/// @param reason stable code, such as `bond-too-low`
/// @param forfeited what its bidder lost for it, in the bid's asset
public record VoidedBid(Hash32 bid, String reason, Amount forfeited) {}
