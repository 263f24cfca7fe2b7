package weft.protocol.orderflow;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;

/// What is told of a transaction that a node keeps back. What its sender does not want told is
/// empty.
///
/// @param heldUntilMs when it ends to be kept back, if no bid names it before
/// @param rollups that it has payloads for, ascending
/// @param size bytes of its envelope
/// @param refund what a bid that names it has to repeat; also empty where it asks for none
/// @param payloads in their order
public record Hint(
    Hash32 hash,
    long heldUntilMs,
    List<RollupId> rollups,
    OptionalInt size,
    Optional<Address> sender,
    Optional<Action.RefundTerms> refund,
    List<Action.BundleEntry> payloads,
    GivenHints given) {
  public Hint {
    rollups = List.copyOf(rollups);
    payloads = List.copyOf(payloads);
  }
}
