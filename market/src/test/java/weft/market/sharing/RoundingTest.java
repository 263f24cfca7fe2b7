package weft.market.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;

final class RoundingTest {
  private static final long SEED = 100_111;

  @Test
  void givesTheRestToTheLargestRemainders() {
    assertThat(round(100, "100/3", "100/3", "100/3")).isEqualTo(units(34, 33, 33));
    assertThat(round(10, "5/2", "5/2", "5")).isEqualTo(units(3, 2, 5));
    assertThat(round(3, "1/3", "4/3", "4/3")).isEqualTo(units(1, 1, 1));
    assertThat(round(0)).isEmpty();
    assertThatThrownBy(() -> round(1, "2")).isInstanceOf(IllegalArgumentException.class);
  }

  /// A package's price and its refunds are rounded down each, so that more units than shares may be
  /// left.
  @Test
  void goesRoundAgainWhileUnitsAreLeft() {
    assertThat(round(6, "1/2", "1/4")).isEqualTo(units(3, 3));
    assertThat(round(7, "1/2", "1/4")).isEqualTo(units(4, 3));
  }

  /// I1 and I5 where whole units are paid.
  @Test
  void losesMintsAndUndercutsNothing() {
    Random random = new Random(SEED);
    for (int round = 0; round < 2_000; round++) {
      int count = 1 + random.nextInt(7);
      List<BigFraction> shares = new ArrayList<>();
      List<BigInteger> floors = new ArrayList<>();
      BigFraction sum = BigFraction.ZERO;
      for (int i = 0; i < count; i++) {
        BigFraction share = BigFraction.of(random.nextInt(200), 1 + random.nextInt(7));
        shares.add(share);
        sum = sum.add(share);
        floors.add(
            share
                .getNumerator()
                .divide(share.getDenominator())
                .subtract(BigInteger.valueOf(random.nextInt(3)))
                .max(BigInteger.ZERO));
      }
      BigInteger whole = sum.getNumerator().divide(sum.getDenominator());
      List<BigInteger> rounded = Rounding.round(shares, whole, floors);
      String context = "seed " + SEED + " round " + round + ": " + shares;
      assertThat(rounded.stream().reduce(BigInteger.ZERO, BigInteger::add))
          .as(context)
          .isEqualTo(whole);
      for (int i = 0; i < count; i++) {
        assertThat(rounded.get(i)).as(context).isGreaterThanOrEqualTo(floors.get(i));
        assertThat(BigFraction.of(rounded.get(i)).subtract(shares.get(i)).abs())
            .as(context)
            .isLessThan(BigFraction.ONE);
      }
    }
  }

  private static List<BigInteger> round(int whole, String... shares) {
    return Rounding.round(
        Sample.split(shares).shares(),
        BigInteger.valueOf(whole),
        Collections.nCopies(shares.length, BigInteger.ZERO));
  }

  private static List<BigInteger> units(int... units) {
    return IntStream.of(units).mapToObj(BigInteger::valueOf).toList();
  }
}
