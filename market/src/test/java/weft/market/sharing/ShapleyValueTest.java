package weft.market.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;

final class ShapleyValueTest {
  private static final long SEED = 1953;

  @Test
  void isTheAverageOverAllOrders() {
    Random random = new Random(SEED);
    for (int round = 0; round < 60; round++) {
      int players = 1 + random.nextInt(6);
      BigInteger[] table = Sample.table(players, _ -> random.nextInt(100) - 20);
      assertThat(ShapleyValue.of(table, players))
          .as("seed %d round %d", SEED, round)
          .containsExactlyElementsOf(byOrders(table, players));
    }
  }

  private static List<BigFraction> byOrders(BigInteger[] table, int players) {
    List<BigFraction> sums = new ArrayList<>(Collections.nCopies(players, BigFraction.ZERO));
    int orders = arrive(table, players, 0, sums);
    return sums.stream().map(sum -> sum.divide(orders)).toList();
  }

  private static int arrive(BigInteger[] table, int players, int present, List<BigFraction> sums) {
    if (present == table.length - 1) {
      return 1;
    }
    int all = 0;
    for (int i = 0; i < players; i++) {
      if ((present >> i & 1) == 0) {
        int joined = present | 1 << i;
        int orders = arrive(table, players, joined, sums);
        BigInteger gain = table[joined].subtract(table[present]);
        sums.set(i, sums.get(i).add(gain.multiply(BigInteger.valueOf(orders))));
        all += orders;
      }
    }
    return all;
  }

  /// The Security Council: five with a veto, ten without, nine votes pass. 421/2145 and 4/2145
  /// (Maschler, Solan, Zamir, "Game Theory", section 18.5; Shapley, Shubik 1954 for the older one).
  @Test
  void weighsTheSecurityCouncil() {
    BigInteger[] table =
        Sample.table(15, mask -> (mask & 31) == 31 && Integer.bitCount(mask) >= 9 ? 1 : 0);
    BigFraction[] expected = new BigFraction[15];
    Arrays.fill(expected, 0, 5, BigFraction.of(421, 2145));
    Arrays.fill(expected, 5, 15, BigFraction.of(4, 2145));
    assertThat(ShapleyValue.of(table, 15)).containsExactly(expected);
  }

  /// Littlechild, Owen 1973: each stretch of a runway is paid in equal parts by all who use it.
  @Test
  void sharesRunways() {
    int[] costs = {2, 5, 5, 9};
    BigInteger[] table =
        Sample.table(4, mask -> costs[Integer.SIZE - 1 - Integer.numberOfLeadingZeros(mask)]);
    assertThat(ShapleyValue.of(table, 4))
        .containsExactlyElementsOf(Sample.split("1/2", "3/2", "3/2", "11/2").shares());
  }
}
