package weft.protocol.transaction;

import java.util.List;
import weft.primitives.Address;

/// Who says for a rollup what came of a lane block after it was executed.
///
/// @param addresses 1 to 8, each once
/// @param threshold how many of them must have said the same before it counts; 1 to their number
public record Reporters(List<Address> addresses, int threshold) {
  public Reporters {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty() || addresses.size() > TransactionLimits.MAX_REPORTERS) {
      throw new IllegalArgumentException(
          "a rollup has 1 to "
              + TransactionLimits.MAX_REPORTERS
              + " reporters, got "
              + addresses.size());
    }
    if (threshold < 1 || threshold > addresses.size()) {
      throw new IllegalArgumentException(
          "the threshold is 1 to " + addresses.size() + ", got " + threshold);
    }
  }
}
