package weft.ledger.validator;

import weft.primitives.Address;

/// Whether a validator of the last block's set voted for it.
///
/// @param consensusAddress of the validator
/// @param signed whether its vote is in the commit; a vote for no block counts too, as whoever cast
///   it was there
public record LastVote(Address consensusAddress, boolean signed) {}
