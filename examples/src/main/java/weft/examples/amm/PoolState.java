package weft.examples.amm;

import weft.primitives.Amount;

/// A pool's reserves.
///
/// @param feeBps stays in the pool per swap, in 1/10000 of the input
public record PoolState(
    int id, String tokenX, String tokenY, long reserveX, long reserveY, int feeBps) {
  private static final long MICROS = 1_000_000;

  /// The price of one x in millionths of y; 0 for an empty pool.
  public long priceMicros() {
    return reserveX == 0 ? 0 : Amount.of(reserveY).mulDivFloor(MICROS, reserveX).toLongExact();
  }

  /// What the pool would give now.
  public long amountOut(boolean sellsX, long amountIn) {
    return sellsX
        ? ConstantProduct.amountOut(reserveX, reserveY, amountIn, feeBps)
        : ConstantProduct.amountOut(reserveY, reserveX, amountIn, feeBps);
  }

  /// The pool after a swap.
  public PoolState after(boolean sellsX, long amountIn) {
    long out = amountOut(sellsX, amountIn);
    return sellsX
        ? new PoolState(id, tokenX, tokenY, reserveX + amountIn, reserveY - out, feeBps)
        : new PoolState(id, tokenX, tokenY, reserveX - out, reserveY + amountIn, feeBps);
  }
}
