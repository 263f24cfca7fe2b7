package weft.protocol.auction;

import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;

/// Who bids in an auction.
///
/// @param budget the most that its winning bids may offer together, where that is less than they
///   could
public record Bidder(Address address, Optional<Amount> budget) {}
