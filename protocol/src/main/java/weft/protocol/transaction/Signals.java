package weft.protocol.transaction;

import java.util.Optional;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.mechanism.Signal;

/// What a reporter says of one lane block after it was executed.
///
/// @param volume what was traded, in a unit that the rollups of a package agree on off chain
/// @param gas what executing it took
/// @param receiptsRoot commits to the receipts that it can be checked against; empty where the
///   rollup has none
public record Signals(Amount volume, long gas, Optional<Hash32> receiptsRoot) {

  /// The one that a mechanism divides by.
  public Amount of(Signal signal) {
    return switch (signal) {
      case VOLUME -> volume;
      case GAS -> Amount.of(gas);
    };
  }
}
