package weft.examples.builder;

import weft.examples.amm.PoolState;

/// A moving average of the mean price of the markets: what a swap moves in one of them for a moment
/// hardly moves it.
///
/// @param scaled in millionths of y per x, times 2^16
record FairPrice(long scaled) {
  private static final int SCALE_BITS = 16;

  /// What one block counts: a 16th.
  private static final int WEIGHT_BITS = 4;

  static FairPrice of(Iterable<PoolState> pools) {
    return new FairPrice(mean(pools) << SCALE_BITS);
  }

  /// The same with one block more.
  FairPrice after(Iterable<PoolState> pools) {
    return new FairPrice(scaled + (((mean(pools) << SCALE_BITS) - scaled) >> WEIGHT_BITS));
  }

  long micros() {
    return scaled >> SCALE_BITS;
  }

  private static long mean(Iterable<PoolState> pools) {
    long sum = 0;
    int count = 0;
    for (PoolState pool : pools) {
      sum += pool.priceMicros();
      count++;
    }
    return sum / count;
  }
}
