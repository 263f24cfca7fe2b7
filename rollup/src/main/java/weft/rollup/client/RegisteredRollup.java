package weft.rollup.client;

import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;

/// A rollup's entry in the registry, by a node's word.
///
/// @param status `active`, `closing` or `closed`
/// @param laneHeight of the latest lane block; 0 before the first
/// @param announced what becomes active later, if anything
public record RegisteredRollup(
    RollupId rollup,
    Address owner,
    RollupTerms terms,
    String status,
    Amount bond,
    long laneHeight,
    Hash32 laneHash,
    long registeredHeight,
    Optional<Announced> announced) {

  /// Terms or an owner from a later height on.
  ///
  /// @param owner empty: stays
  public record Announced(long height, Optional<RollupTerms> terms, Optional<Address> owner) {}
}
