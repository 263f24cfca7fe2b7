package weft.ledger.rules;

import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.RollupId;

/// Something with a cap per block that had no room left for a transaction, and the room that it
/// still has for others. Room only shrinks while a block is built, so whatever needs more than what
/// is left cannot get into this block either.
public sealed interface FullRoom {

  record Lane(RollupId rollup, LaneRoom left) implements FullRoom {}

  /// @param left what the sponsor still pays in this block, default asset
  record Sponsorship(RollupId rollup, Address sponsor, Amount left) implements FullRoom {}
}
