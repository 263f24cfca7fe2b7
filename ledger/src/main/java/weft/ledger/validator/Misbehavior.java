package weft.ledger.validator;

import weft.primitives.Address;

/// What the engine proved against a validator.
///
/// @param consensusAddress of the validator
/// @param height at which it misbehaved
/// @param power what it had then
public record Misbehavior(Kind kind, Address consensusAddress, long height, long power) {
  /// Both are punished alike.
  public enum Kind {
    /// Two votes in one round.
    DUPLICATE_VOTE,
    /// A vote for a block that a light client was to be deceived with.
    LIGHT_CLIENT_ATTACK
  }
}
