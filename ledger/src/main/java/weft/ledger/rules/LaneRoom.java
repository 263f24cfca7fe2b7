package weft.ledger.rules;

import org.jspecify.annotations.Nullable;

/// Amounts of all that is capped per lane and block: what a lane has a cap of, what is used, what
/// is left, what a transaction needs.
///
/// @param bytes of payload data
/// @param payloads how many, whatever their sizes
/// @param gas declared; no limit where a lane has no gas dimension
public record LaneRoom(long bytes, long payloads, long gas) {
  static final LaneRoom NONE = new LaneRoom(0, 0, 0);

  public LaneRoom plus(LaneRoom more) {
    return new LaneRoom(bytes + more.bytes, payloads + more.payloads, gas + more.gas);
  }

  public LaneRoom minus(LaneRoom less) {
    return new LaneRoom(bytes - less.bytes, payloads - less.payloads, gas - less.gas);
  }

  /// Whether there is room for all of what is needed.
  public boolean holds(LaneRoom need) {
    return exceededBy(need) == null;
  }

  /// The first of these amounts that is less than what is needed, such as `65536 payloads`; null if
  /// none is.
  @Nullable String exceededBy(LaneRoom need) {
    if (need.bytes > bytes) {
      return bytes + " bytes";
    }
    if (need.payloads > payloads) {
      return payloads + " payloads";
    }
    return need.gas > gas ? gas + " gas" : null;
  }
}
