package weft.ledger.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weft.primitives.Amount;

final class BaseFeeTest {
  private static final long TARGET = 10_000_000;

  /// Fee, used, fee after; gas limit 20M and elasticity 2, so a target of 10M. The first three are
  /// the cases of `TestCalcBaseFee` of go-ethereum (`consensus/misc/eip1559/eip1559_test.go`); the
  /// others follow from the formula of EIP-1559.
  private static final long[][] VECTORS = {
    {1_000_000_000, 10_000_000, 1_000_000_000},
    {1_000_000_000, 9_000_000, 987_500_000},
    {1_000_000_000, 11_000_000, 1_012_500_000},
    {1_000_000_000, 0, 875_000_000},
    {1_000_000_000, 20_000_000, 1_125_000_000},
    {7, 11_000_000, 8},
    {0, 10_000_001, 1},
    {7, 0, 7},
  };

  @Test
  void movesLikeEip1559() {
    BaseFee rule = new BaseFee(TARGET, 8, Amount.ZERO);
    for (long[] vector : VECTORS) {
      assertThat(rule.next(Amount.of(vector[0]), vector[1])).isEqualTo(Amount.of(vector[2]));
    }
  }

  @Test
  void followsTheFormulaOfTheEipOnRandomNumbers() {
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      long target = 1 + random.nextLong(1L << random.nextInt(1, 40));
      long denominator = 2L + random.nextInt(255);
      Amount fee = Amount.of(random.nextLong(1L << random.nextInt(1, 62)));
      long used = random.nextLong(3 * target);
      Amount least = Amount.of(random.nextInt(100));

      Amount next = new BaseFee(target, denominator, least).next(fee, used);

      assertThat(next.toBigInteger())
          .as("seed " + seed)
          .isEqualTo(oracle(fee, used, target, denominator, least));
    }
  }

  private static BigInteger oracle(
      Amount fee, long used, long target, long denominator, Amount least) {
    BigInteger base = fee.toBigInteger();
    BigInteger goal = BigInteger.valueOf(target);
    BigInteger distance = BigInteger.valueOf(used).subtract(goal).abs();
    BigInteger delta = base.multiply(distance).divide(goal).divide(BigInteger.valueOf(denominator));
    BigInteger moved;
    if (used == target) {
      moved = base;
    } else if (used > target) {
      moved = base.add(delta.max(BigInteger.ONE));
    } else {
      moved = base.subtract(delta);
    }
    return moved.max(least.toBigInteger()).min(BigInteger.valueOf(Long.MAX_VALUE));
  }

  @Test
  void neverFallsBelowTheLeast() {
    BaseFee rule = new BaseFee(TARGET, 8, Amount.of(100));

    assertThat(rule.next(Amount.of(101), 0)).isEqualTo(Amount.of(100));
    assertThat(rule.next(Amount.of(5), 0)).isEqualTo(Amount.of(100));
  }

  @Test
  void neverRisesAboveTheMost() {
    BaseFee rule = new BaseFee(TARGET, 8, Amount.ZERO);

    assertThat(rule.next(BaseFee.MOST, 2 * TARGET)).isEqualTo(BaseFee.MOST);
  }

  @Test
  void fallsThroughIdleBlocksAsIfEachWereCounted() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      BaseFee rule =
          new BaseFee(
              1L + random.nextInt(1000), 2L + random.nextInt(255), Amount.of(random.nextInt(50)));
      Amount fee = Amount.of(random.nextLong(1L << random.nextInt(1, 62)));
      int blocks = random.nextInt(500);

      Amount stepped = fee;
      for (int i = 0; i < blocks; i++) {
        stepped = rule.next(stepped, 0);
      }

      assertThat(rule.afterIdle(fee, blocks)).as("seed " + seed).isEqualTo(stepped);
    }
  }

  @Test
  void restsAfterABoundedNumberOfIdleBlocks() {
    BaseFee slowest = new BaseFee(1, 256, Amount.ZERO);

    assertThat(slowest.afterIdle(BaseFee.MOST, Long.MAX_VALUE)).isEqualTo(Amount.of(255));
  }

  @Test
  void refusesATargetOrDenominatorThatMeansNothing() {
    assertThatThrownBy(() -> new BaseFee(0, 8, Amount.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BaseFee(1, 1, Amount.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
