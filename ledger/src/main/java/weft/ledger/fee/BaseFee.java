package weft.ledger.fee;

import weft.primitives.Amount;

/// How a base fee moves from one block to the next, after EIP-1559: it stays where use equals the
/// target, rises by at least 1 above it, and falls below it, in proportion to the distance and by
/// at most `1 / denominator` where use is at most twice the target.
///
/// @param target use per block at which the fee stays, at least 1
/// @param denominator `BASE_FEE_MAX_CHANGE_DENOMINATOR` of EIP-1559, at least 2
/// @param least the fee never falls below
public record BaseFee(long target, long denominator, Amount least) {

  /// No base fee rises above this, so that fees always fit 128 bits: 2^63 - 1.
  public static final Amount MOST = Amount.of(Long.MAX_VALUE);

  public BaseFee {
    if (target < 1 || denominator < 2) {
      throw new IllegalArgumentException(
          "a target is at least 1 and a denominator at least 2, got "
              + target
              + " and "
              + denominator);
    }
  }

  /// The fee after a block.
  ///
  /// @param fee the fee that held for the block
  /// @param used what the block used
  public Amount next(Amount fee, long used) {
    Amount moved = used > target ? raised(fee, used) : lowered(fee, used);
    return moved.max(least).min(MOST);
  }

  /// The fee after a number of blocks that used nothing: as many times [#next] with 0. Takes time
  /// for the blocks until the fee rests only, at most about `44 * denominator`.
  public Amount afterIdle(Amount fee, long blocks) {
    Amount now = fee;
    for (long left = blocks; left > 0; left--) {
      Amount next = next(now, 0);
      if (next.equals(now)) {
        return now;
      }
      now = next;
    }
    return now;
  }

  private Amount raised(Amount fee, long used) {
    Amount delta = fee.mulDivFloor(used - target, target).mulDivFloor(1, denominator);
    return fee.saturatingPlus(delta.max(Amount.of(1)));
  }

  private Amount lowered(Amount fee, long used) {
    return fee.minus(fee.mulDivFloor(target - used, target).mulDivFloor(1, denominator));
  }
}
