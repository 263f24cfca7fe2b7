package weft.ledger.rules;

import weft.primitives.Amount;

/// What one transaction takes of one lane.
///
/// @param laneFee local base fee on the bytes, fee asset
/// @param gasFee base fee on the gas, fee asset
public record LaneUse(LaneTerms lane, LaneRoom room, Amount laneFee, Amount gasFee) {

  /// Of payload data.
  public long bytes() {
    return room.bytes();
  }
}
