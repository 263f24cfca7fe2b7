package weft.examples.amm;

import weft.primitives.Amount;

/// The pricing rule of a pool with reserves x and y: a swap keeps x · y from falling. Integers
/// only; rounding favours the pool.
public final class ConstantProduct {
  /// Largest supply of a token: keeps every product below 128 bits and every sum below 63.
  public static final long MAX_SUPPLY = 1L << 48;

  private static final long BPS = 10_000;

  private ConstantProduct() {}

  /// What a pool gives for an input.
  ///
  /// @param amountIn what goes in, at least 0
  /// @param feeBps the part of the input that stays in the pool without buying, in 1/10000
  /// @return floor(y · in' / (x · 10000 + in')) with in' = in · (10000 - fee); less than y
  public static long amountOut(long reserveIn, long reserveOut, long amountIn, int feeBps) {
    if (amountIn == 0 || reserveIn == 0 || reserveOut == 0) {
      return 0;
    }
    long buying = Math.multiplyExact(amountIn, BPS - feeBps);
    long denominator = Math.addExact(Math.multiplyExact(reserveIn, BPS), buying);
    return Amount.of(reserveOut).mulDivFloor(buying, denominator).toLongExact();
  }
}
