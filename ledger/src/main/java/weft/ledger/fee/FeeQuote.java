package weft.ledger.fee;

import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// The parts of a transaction's fee, in units of its fee asset. The parts sum to the total.
///
/// @param byteFee the block's base fee per byte on the envelope
/// @param laneFee the lanes' local base fees per byte on the payloads
/// @param gasFee the lanes' base fees per gas on the declared gas
public record FeeQuote(
    AssetId feeAsset, Amount byteFee, Amount laneFee, Amount gasFee, Amount tip, Amount total) {

  /// What must be paid whatever the tip: the total without it.
  public Amount withoutTip() {
    return total.minus(tip);
  }
}
