package weft.protocol.auction;

import weft.primitives.Address;
import weft.primitives.Amount;

/// Who brought order flow to an auction.
///
/// @param amount what it gets back of what the bids that use it pay; 0 if they lost
public record Refund(Address recipient, Amount amount) {}
