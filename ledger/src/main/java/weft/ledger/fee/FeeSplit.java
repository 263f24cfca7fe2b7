package weft.ledger.fee;

import java.util.List;
import weft.ledger.parameter.Parameters;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// Who gets what a transaction paid. Every unit goes to somebody, or is burned; so no sum in here
/// exceeds the fee.
///
/// @param parameters the shares
/// @param proposer gets its share of byte fees, and the tip
/// @param validatorsPool gets its share of byte fees, and what rounding leaves
public record FeeSplit(Parameters parameters, Address proposer, Address validatorsPool) {

  /// What one lane earned from a transaction, in the fee asset.
  ///
  /// @param payee of the rollup
  /// @param bytes of payloads
  /// @param laneFee local base fee on these bytes: divided by the shares
  /// @param gasFee wholly the payee's
  public record LanePart(Address payee, long bytes, Amount laneFee, Amount gasFee) {}

  /// Divides one transaction's fee. The rollups' share of the byte fee is divided by payload bytes,
  /// rounded down; what is left of it, all of it where there are no payload bytes, is the pool's.
  public void divide(FeeQuote fee, List<LanePart> lanes, Earnings earnings) {
    AssetId asset = fee.feeAsset();
    Shares shares = Shares.of(fee.byteFee(), parameters);
    earnings.earn(proposer, asset, shares.proposer());
    earnings.earn(proposer, asset, fee.tip());
    earnings.burn(asset, shares.burn());
    Amount unshared = shareAmongRollups(shares.rollup(), asset, lanes, earnings);
    earnings.earn(validatorsPool, asset, shares.validators().plus(unshared));
    lanes.forEach(lane -> divideLane(lane, asset, earnings));
  }

  private static Amount shareAmongRollups(
      Amount rollups, AssetId asset, List<LanePart> lanes, Earnings earnings) {
    long bytes = 0;
    for (LanePart lane : lanes) {
      bytes += lane.bytes();
    }
    if (bytes == 0) {
      return rollups;
    }
    Amount left = rollups;
    for (LanePart lane : lanes) {
      Amount part = rollups.mulDivFloor(lane.bytes(), bytes);
      earnings.earn(lane.payee(), asset, part);
      left = left.minus(part);
    }
    return left;
  }

  private void divideLane(LanePart lane, AssetId asset, Earnings earnings) {
    Shares shares = Shares.of(lane.laneFee(), parameters);
    earnings.earn(proposer, asset, shares.proposer());
    earnings.earn(validatorsPool, asset, shares.validators());
    earnings.earn(lane.payee(), asset, shares.rollup().plus(lane.gasFee()));
    earnings.burn(asset, shares.burn());
  }
}
