package weft.protocol.transaction;

import java.util.UUID;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;

/// Numbers of exclusive groups from the UUIDs that searchers know bids by that replace each other.
/// Rule TX-28 of docs/protocol/transactions.md.
public final class ExclusiveGroup {
  private static final int NUMBER_BYTES = 8;

  private ExclusiveGroup() {}

  /// The number of a bid's exclusive group, from 1 to 2^63 - 1.
  public static long of(UUID uuid) {
    Hash32 hash = Sha256.hash(Bytes.utf8("weft-exclusive-group:" + uuid));
    long number = hash.bytes().slice(0, NUMBER_BYTES).asBuffer().getLong() & Long.MAX_VALUE;
    return Math.max(1, number);
  }
}
