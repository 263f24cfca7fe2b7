package weft.market.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DeferredPartsTest {
  private static List<BigInteger> units(long... amounts) {
    return LongStream.of(amounts).mapToObj(BigInteger::valueOf).toList();
  }

  private static BigInteger sum(List<BigInteger> amounts) {
    return amounts.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  @Test
  void aPartAboveTheFloorWaits() {
    assertThat(DeferredParts.of(units(20, 20, 9), units(12, 0, 9), 500)).isEqualTo(units(4, 10, 0));
    assertThat(DeferredParts.of(units(11), units(0), 999)).isEqualTo(units(10));
    assertThat(DeferredParts.of(units(11), units(1), 1_000)).isEqualTo(units(10));
    assertThat(DeferredParts.of(units(999), units(0), 1)).isEqualTo(units(0));
  }

  @Test
  void itIsDividedByWhatWasReported() {
    assertThat(DeferredParts.divide(units(4, 10), units(3, 4))).isEqualTo(units(6, 8));
    assertThat(DeferredParts.divide(units(4, 10), units(0, 1))).isEqualTo(units(0, 14));
    assertThat(DeferredParts.divide(units(4, 10), units(0, 0))).isEqualTo(units(4, 10));
    // 3.5 each: the unit that is left goes to the lower index.
    assertThat(DeferredParts.divide(units(7, 0), units(5, 5))).isEqualTo(units(4, 3));
    // 1.25, 1.25, 2.5: to the largest remainder.
    assertThat(DeferredParts.divide(units(5, 0, 0), units(1, 1, 2))).isEqualTo(units(1, 1, 3));
  }

  /// Invariant I18 of the reference: never more than waits, and all of it.
  @Test
  void i18AllThatWaitsIsDividedAndNoMore() {
    Random random = new Random(18);
    for (int round = 0; round < 20_000; round++) {
      List<BigInteger> payments = new ArrayList<>();
      List<BigInteger> floors = new ArrayList<>();
      List<BigInteger> signals = new ArrayList<>();
      for (int i = 1 + random.nextInt(8); i > 0; i--) {
        BigInteger floor = new BigInteger(random.nextInt(128), random);
        floors.add(floor);
        payments.add(floor.add(new BigInteger(random.nextInt(128), random)));
        signals.add(
            random.nextInt(3) == 0 ? BigInteger.ZERO : new BigInteger(random.nextInt(129), random));
      }
      List<BigInteger> parts = DeferredParts.of(payments, floors, 1 + random.nextInt(1_000));
      for (int i = 0; i < parts.size(); i++) {
        assertThat(parts.get(i)).isNotNegative();
        assertThat(payments.get(i).subtract(parts.get(i))).isGreaterThanOrEqualTo(floors.get(i));
      }
      List<BigInteger> divided = DeferredParts.divide(parts, signals);
      assertThat(sum(divided)).isEqualTo(sum(parts));
      assertProportional(divided, parts, signals);
    }
  }

  /// The slow rule: each gets its proportion rounded down or one unit more.
  private static void assertProportional(
      List<BigInteger> divided, List<BigInteger> parts, List<BigInteger> signals) {
    BigInteger all = sum(signals);
    for (int i = 0; i < parts.size(); i++) {
      if (all.signum() == 0) {
        assertThat(divided.get(i)).isEqualTo(parts.get(i));
      } else {
        BigInteger down = sum(parts).multiply(signals.get(i)).divide(all);
        assertThat(divided.get(i).subtract(down)).isBetween(BigInteger.ZERO, BigInteger.ONE);
      }
    }
  }
}
