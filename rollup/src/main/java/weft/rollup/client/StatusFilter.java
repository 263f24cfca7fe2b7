package weft.rollup.client;

import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.transaction.RollupId;

/// Whose status changes to follow.
public sealed interface StatusFilter {

  /// One transaction; its present status comes first.
  record OfTransaction(Hash32 hash) implements StatusFilter {}

  record OfAccount(Address account) implements StatusFilter {}

  record OfRollup(RollupId rollup) implements StatusFilter {}
}
