package weft.examples.amm;

import weft.primitives.Address;

/// What became of one payload.
public sealed interface AmmOutcome {

  /// It was invalid and left no trace.
  record Skipped(String code, String reason) implements AmmOutcome {}

  /// It was valid and paid, but the operation failed.
  record Reverted(Address account, String reason) implements AmmOutcome {}

  record Swapped(Address account, Operation.Swap swap, long amountOut) implements AmmOutcome {}

  /// A transfer or a claim.
  record Done(Address account) implements AmmOutcome {}
}
