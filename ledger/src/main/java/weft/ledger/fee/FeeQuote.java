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

  /// What a payer pays who has no more than this: of bytes, then of lanes, gas and tip, as far as
  /// it goes.
  public FeeQuote reducedTo(Amount most) {
    Amount bytes = byteFee.min(most);
    Amount lanes = laneFee.min(most.minus(bytes));
    Amount gas = gasFee.min(most.minus(bytes).minus(lanes));
    Amount rest = most.minus(bytes).minus(lanes).minus(gas);
    return new FeeQuote(feeAsset, bytes, lanes, gas, tip.min(rest), most.min(total));
  }
}
