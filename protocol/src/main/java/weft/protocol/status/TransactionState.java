package weft.protocol.status;

import java.util.Locale;

/// Where a transaction stands. `RECEIVED` and `PENDING` may change; the others are final here
/// (`SOFT` grows firmer later on).
public enum TransactionState {
  /// Journalled; not yet offered to a block.
  RECEIVED,
  /// Waits for a block, or for an earlier sequence of its channel.
  PENDING,
  /// In a block that consensus made final.
  SOFT,
  /// Another transaction with the same nonce took its place.
  REPLACED,
  /// Its last height or last time has passed.
  EXPIRED,
  /// Can no longer be included, for the stated reason.
  REFUSED;

  /// The name on the wire and in docs, such as `soft`.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isFinal() {
    return this != RECEIVED && this != PENDING;
  }
}
