package weft.ledger.execution;

import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.RollupId;

/// Something with a cap per block that had no room left for a transaction, and the room that it
/// still has for others. Room only shrinks while a block is built, so whatever needs more than what
/// is left cannot get into this block either.
public sealed interface FullRoom {

  /// @param bytesLeft payload bytes
  /// @param payloadsLeft payloads, whatever their size
  /// @param gasLeft declared gas; no limit where the lane has no gas dimension
  record Lane(RollupId rollup, long bytesLeft, long payloadsLeft, long gasLeft)
      implements FullRoom {}

  /// @param left what the sponsor still pays in this block, default asset
  record Sponsorship(RollupId rollup, Address sponsor, Amount left) implements FullRoom {}
}
