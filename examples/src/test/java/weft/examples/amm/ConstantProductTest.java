package weft.examples.amm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ConstantProductTest {
  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  /// The rule with numbers of any size.
  private static BigInteger oracle(long reserveIn, long reserveOut, long amountIn, int feeBps) {
    BigInteger buying = big(amountIn).multiply(big(10_000 - feeBps));
    return big(reserveOut)
        .multiply(buying)
        .divide(big(reserveIn).multiply(big(10_000)).add(buying));
  }

  @Test
  void agreesWithBigNumbersAndNeverLowersTheProduct() {
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long x = 1 + random.nextLong(1L << random.nextInt(1, 48));
      long y = 1 + random.nextLong(1L << random.nextInt(1, 48));
      long in = random.nextLong(Math.max(1, ConstantProduct.MAX_SUPPLY - x));
      int feeBps = random.nextInt(1_001);
      long out = ConstantProduct.amountOut(x, y, in, feeBps);
      assertThat(big(out)).as("seed %d", seed).isEqualTo(oracle(x, y, in, feeBps));
      assertThat(out).as("seed %d", seed).isLessThan(y);
      assertThat(big(x + in).multiply(big(y - out)))
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(big(x).multiply(big(y)));
    }
  }

  @Test
  void givesNothingForNothing() {
    assertThat(ConstantProduct.amountOut(100, 100, 0, 30)).isZero();
    assertThat(ConstantProduct.amountOut(0, 100, 5, 30)).isZero();
    assertThat(ConstantProduct.amountOut(100, 0, 5, 30)).isZero();
  }

  @Test
  void findsTheBestArbitrage() {
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      PoolState cheap =
          new PoolState(
              0, "x", "y", 1_000 + random.nextLong(4_000), 1_000 + random.nextLong(4_000), 30);
      PoolState dear =
          new PoolState(
              0, "x", "y", 1_000 + random.nextLong(4_000), 1_000 + random.nextLong(4_000), 30);
      long bruteForce = 0;
      for (long spend = 0; spend < 4_000; spend++) {
        bruteForce = Math.max(bruteForce, ArbitrageMath.trade(cheap, dear, spend).profit());
      }
      long found =
          ArbitrageMath.best(cheap, dear, 4_000, 1L << 40)
              .map(ArbitrageMath.Trade::profit)
              .orElse(0L);
      assertThat(found).as("seed %d", seed).isBetween(bruteForce - 3, bruteForce + 3);
    }
  }

  @Test
  void keepsWithinWhatItHolds() {
    PoolState cheap = new PoolState(0, "x", "y", 1_000_000, 1_000_000, 30);
    PoolState dear = new PoolState(0, "x", "y", 1_000_000, 4_000_000, 30);
    ArbitrageMath.Trade trade = ArbitrageMath.best(cheap, dear, 1_000, 1L << 40).orElseThrow();
    assertThat(trade.spendY()).isLessThanOrEqualTo(1_000);
    ArbitrageMath.Trade little = ArbitrageMath.best(cheap, dear, 1L << 40, 500).orElseThrow();
    assertThat(little.x()).isLessThanOrEqualTo(500);
    assertThat(ArbitrageMath.best(dear, cheap, 1L << 40, 1L << 40)).isEmpty();
  }
}
