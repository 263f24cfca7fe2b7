package weft.ledger.market;

import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.transaction.Action;

/// A bid of a block.
///
/// @param hash of the transaction that it is the only action of
public record BlockBid(Hash32 hash, Address bidder, Action.Bid terms) {}
