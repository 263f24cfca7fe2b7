package weft.chain.audit;

/// Something about a block's auctions that is not as it must be.
///
/// @param rule number of the broken rule in docs/protocol, such as `BID-22`
/// @param reason one sentence for a person, with what does not fit
public record Deviation(long height, String rule, String reason) {}
