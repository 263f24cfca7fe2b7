package weft.protocol.transaction;

import weft.primitives.Address;

/// What a transaction that a bid names asks for, as the bid repeats it: so an auction follows from
/// its bids alone.
///
/// @param transaction place among those that the bid names
/// @param recipient who gets the refund
/// @param percent of what the bid brings above the floors of its rollups, 1 to 100
public record OrderFlow(int transaction, Address recipient, int percent) {}
