package weft.protocol.auction;

/// Order flow that a bid uses.
///
/// @param refund index among the auction's refunds
/// @param percent of what the bid brings above the floors of its rollups, 1 to 100
public record Use(int refund, int percent) {}
