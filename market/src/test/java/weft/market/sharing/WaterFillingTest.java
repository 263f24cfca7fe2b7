package weft.market.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import weft.market.linear.Rational;

final class WaterFillingTest {
  private static final long SEED = 2012;

  @Test
  void takesEqualAmountsUntilAFloorBinds() {
    assertThat(WaterFilling.nearest(fractions("13", "8", "3"), floors(0, 7, 0), of(18)))
        .isEqualTo(fractions("21/2", "7", "1/2"));
    assertThat(WaterFilling.nearest(fractions("12", "8"), floors(10, 6), of(16)))
        .isEqualTo(fractions("10", "6"));
    assertThat(WaterFilling.nearest(fractions("12", "8"), floors(10, 6), of(24)))
        .isEqualTo(fractions("14", "10"));
    assertThatThrownBy(() -> WaterFilling.nearest(fractions("1"), floors(2), of(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// The conditions of Karush, Kuhn and Tucker, which only the nearest point satisfies.
  @Test
  void isTheNearestPoint() {
    Random random = new Random(SEED);
    for (int round = 0; round < 2_000; round++) {
      int count = 1 + random.nextInt(6);
      List<BigFraction> wanted =
          IntStream.range(0, count)
              .mapToObj(i -> BigFraction.of(random.nextInt(60) - 15, 1 + random.nextInt(4)))
              .toList();
      List<BigInteger> floors =
          IntStream.range(0, count).mapToObj(i -> BigInteger.valueOf(random.nextInt(9))).toList();
      BigFraction total =
          BigFraction.of(floors.stream().reduce(BigInteger.ZERO, BigInteger::add))
              .add(BigFraction.of(random.nextInt(40), 1 + random.nextInt(3)));
      List<BigFraction> nearest = WaterFilling.nearest(wanted, floors, total);
      String context = "seed " + SEED + " round " + round;
      assertThat(nearest.stream().reduce(BigFraction.ZERO, BigFraction::add))
          .as(context)
          .isEqualTo(total);
      BigFraction taken =
          IntStream.range(0, count)
              .mapToObj(i -> wanted.get(i).subtract(nearest.get(i)))
              .max(Rational::compare)
              .orElseThrow();
      for (int i = 0; i < count; i++) {
        BigFraction share = nearest.get(i);
        BigFraction floor = BigFraction.of(floors.get(i));
        assertThat(share).as(context).isGreaterThanOrEqualTo(floor);
        assertThat(share.equals(floor) || wanted.get(i).subtract(share).equals(taken))
            .as(context)
            .isTrue();
      }
    }
  }

  private static List<BigFraction> fractions(String... numbers) {
    return Sample.split(numbers).shares();
  }

  private static List<BigInteger> floors(int... floors) {
    return IntStream.of(floors).mapToObj(BigInteger::valueOf).toList();
  }

  private static BigFraction of(int number) {
    return BigFraction.of(number);
  }
}
