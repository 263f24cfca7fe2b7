package weft.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Compares every operation with `BigInteger`, on all pairs of edge values and on random ones.
final class AmountOracleTest {
  private static final long SEED = 20_260_101;
  private static final int ROUNDS = 20_000;
  private static final BigInteger MAX = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);

  @Test
  void edgePairsAgree() {
    List<BigInteger> edges = edges();
    for (BigInteger a : edges) {
      for (BigInteger b : edges) {
        checkPair(a, b, a + " and " + b);
      }
    }
  }

  @Test
  void edgesTimesFactorsAgree() {
    long[] factors = {
      0, 1, 2, 3, 10_000, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE - 1, Long.MAX_VALUE
    };
    for (BigInteger a : edges()) {
      for (long numerator : factors) {
        for (long denominator : factors) {
          checkScale(a, numerator, Math.max(1, denominator), "edge");
        }
      }
    }
  }

  @Test
  void randomValuesAgree() {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      BigInteger a = new BigInteger(random.nextInt(129), random);
      BigInteger b = new BigInteger(random.nextInt(129), random);
      long numerator = random.nextLong() >>> (1 + random.nextInt(63));
      long denominator = 1 + (random.nextLong() >>> (2 + random.nextInt(62)));
      String context = "seed " + SEED + " round " + round;
      checkPair(a, b, context);
      checkScale(a, numerator, denominator, context);
    }
  }

  private static void checkPair(BigInteger a, BigInteger b, String context) {
    Amount x = Amount.ofBigInteger(a);
    Amount y = Amount.ofBigInteger(b);
    check(a.add(b), () -> x.plus(y), context);
    check(a.subtract(b), () -> x.minus(y), context);
    check(a.add(b).min(MAX), () -> x.saturatingPlus(y), context);
    check(a.min(b), () -> x.min(y), context);
    check(a.max(b), () -> x.max(y), context);
    assertThat(Integer.signum(x.compareTo(y))).as(context).isEqualTo(a.compareTo(b));
    assertThat(x.isLessThan(y)).as(context).isEqualTo(a.compareTo(b) < 0);
    assertThat(x.equals(y)).as(context).isEqualTo(a.equals(b));
    assertThat(Integer.signum(x.toBytes().compareTo(y.toBytes())))
        .as(context)
        .isEqualTo(a.compareTo(b));
    checkForms(a, x, context);
  }

  private static void checkForms(BigInteger a, Amount x, String context) {
    assertThat(x.toBigInteger()).as(context).isEqualTo(a);
    assertThat(x).as(context).hasToString(a.toString());
    assertThat(Amount.parse(a.toString())).as(context).isEqualTo(x).hasSameHashCodeAs(x);
    assertThat(Amount.ofBytes(x.toBytes())).as(context).isEqualTo(x);
    assertThat(x.isZero()).as(context).isEqualTo(a.signum() == 0);
    if (a.bitLength() < Long.SIZE) {
      assertThat(x.toLongExact()).as(context).isEqualTo(a.longValueExact());
      assertThat(Amount.of(a.longValueExact())).as(context).isEqualTo(x);
    } else {
      fails(x::toLongExact, context);
    }
  }

  private static void checkScale(BigInteger a, long numerator, long denominator, String context) {
    Amount x = Amount.ofBigInteger(a);
    BigInteger product = a.multiply(BigInteger.valueOf(numerator));
    BigInteger[] parts = product.divideAndRemainder(BigInteger.valueOf(denominator));
    String full = context + ": " + a + " * " + numerator + " / " + denominator;
    check(product, () -> x.times(numerator), full);
    check(parts[0], () -> x.mulDivFloor(numerator, denominator), full);
    check(
        parts[0].add(BigInteger.valueOf(parts[1].signum())),
        () -> x.mulDivCeil(numerator, denominator),
        full);
  }

  private static void check(BigInteger expected, Operation operation, String context) {
    if (expected.signum() < 0 || expected.compareTo(MAX) > 0) {
      fails(operation::run, context);
    } else {
      assertThat(operation.run()).as(context).isEqualTo(Amount.ofBigInteger(expected));
    }
  }

  private static void fails(ThrowingCallable call, String context) {
    assertThatThrownBy(call).as(context).isInstanceOf(ArithmeticException.class);
  }

  private static List<BigInteger> edges() {
    List<BigInteger> edges = new ArrayList<>();
    for (int bits : new int[] {0, 1, 31, 32, 33, 62, 63, 64, 65, 96, 126, 127, 128}) {
      for (int around = -2; around <= 2; around++) {
        BigInteger value = BigInteger.TWO.pow(bits).add(BigInteger.valueOf(around));
        if (value.signum() >= 0 && value.compareTo(MAX) <= 0) {
          edges.add(value);
        }
      }
    }
    return edges;
  }

  @FunctionalInterface
  private interface Operation {
    Amount run();
  }
}
