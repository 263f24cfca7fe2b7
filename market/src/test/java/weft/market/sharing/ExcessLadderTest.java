package weft.market.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;

final class ExcessLadderTest {
  private static final long SEED = 1971;

  /// Aumann, Maschler, "Game theoretic analysis of a bankruptcy problem from the Talmud", 1985:
  /// v(S) is what is left of the estate when all others are paid.
  @Test
  void dividesEstatesAsTheTalmudDoes() {
    assertThat(talmud(100)).isEqualTo(Sample.split("100/3", "100/3", "100/3").shares());
    assertThat(talmud(200)).isEqualTo(Sample.split("50", "75", "75").shares());
    assertThat(talmud(300)).isEqualTo(Sample.split("50", "100", "150").shares());
  }

  private static List<BigFraction> talmud(int estate) {
    int[] claims = {100, 200, 300};
    return Sample.prenucleolus(
        Sample.table(3, mask -> Math.max(0, estate - sum(claims, 7 - mask))), 3);
  }

  private static int sum(int[] numbers, int mask) {
    return IntStream.range(0, numbers.length)
        .filter(i -> (mask >> i & 1) == 1)
        .map(i -> numbers[i])
        .sum();
  }

  /// Littlechild, "A simple expression for the nucleolus in a special case", 1974: who needs the
  /// shortest runway pays min(c_1/2, …, c_(n−1)/n, c_n/n) or the equal part of a group that reaches
  /// the minimum, and so on with what is left.
  @Test
  void sharesRunwaysAsLittlechildDoes() {
    Random random = new Random(SEED);
    for (int round = 0; round < 60; round++) {
      int planes = 2 + random.nextInt(5);
      int[] costs = random.ints(planes, 1, 40).sorted().toArray();
      BigInteger[] table =
          Sample.table(
              planes,
              mask ->
                  -IntStream.range(0, planes)
                      .filter(i -> (mask >> i & 1) == 1)
                      .map(i -> costs[i])
                      .max()
                      .orElse(0));
      assertThat(Sample.prenucleolus(table, planes))
          .as(Arrays.toString(costs))
          .isEqualTo(littlechild(costs).stream().map(BigFraction::negate).toList());
    }
    assertThat(littlechild(new int[] {1, 2, 3}))
        .isEqualTo(Sample.split("1/2", "3/4", "7/4").shares());
  }

  private static List<BigFraction> littlechild(int[] costs) {
    int count = costs.length;
    BigFraction[] paid = new BigFraction[count];
    BigFraction before = BigFraction.ZERO;
    int first = 0;
    while (first < count) {
      BigFraction least = BigFraction.of(costs[count - 1]);
      int last = first;
      for (int i = first; i < count; i++) {
        BigFraction part =
            BigFraction.of(costs[i])
                .subtract(before)
                .divide(i == count - 1 ? count - first : i - first + 2);
        if (part.compareTo(least) <= 0) {
          least = part;
          last = i;
        }
      }
      for (int i = first; i <= last; i++) {
        paid[i] = least;
        before = before.add(least);
      }
      first = last + 1;
    }
    return List.of(paid);
  }

  /// Maschler, Solan, Zamir, "Game Theory", chapter 21: gloves and majorities.
  @Test
  void solvesTextbookGames() {
    BigInteger[] gloves = Sample.table(3, mask -> Math.min(Integer.bitCount(mask & 3), mask >> 2));
    assertThat(Sample.prenucleolus(gloves, 3)).isEqualTo(Sample.split("0", "0", "1").shares());
    BigInteger[] majority = Sample.table(3, mask -> Integer.bitCount(mask) >= 2 ? 1 : 0);
    assertThat(Sample.prenucleolus(majority, 3))
        .isEqualTo(Sample.split("1/3", "1/3", "1/3").shares());
    assertThat(new ExcessLadder(majority, 3).descend()).isEqualTo(BigFraction.of(1, 3));
    int[] votes = {1, 1, 1, 2};
    BigInteger[] apex = Sample.table(4, mask -> sum(votes, mask) >= 3 ? 1 : 0);
    assertThat(Sample.prenucleolus(apex, 4))
        .isEqualTo(Sample.split("1/5", "1/5", "1/5", "2/5").shares());
  }

  /// Also games that no auction has: neither monotone nor superadditive, and with many ties.
  @Test
  void satisfiesKohlbergsCriterion() {
    Random random = new Random(SEED);
    for (int round = 0; round < 600; round++) {
      int players = 1 + random.nextInt(5);
      int range = random.nextBoolean() ? 4 : 1_000;
      BigInteger[] table = Sample.table(players, _ -> random.nextInt(range) - range / 4);
      assertPrenucleolus(table, players, "seed " + SEED + " round " + round);
    }
  }

  @Test
  void satisfiesKohlbergsCriterionOnGreatAmounts() {
    Random random = new Random(SEED + 1);
    for (int round = 0; round < 60; round++) {
      int players = round % 10 == 0 ? 7 : 2 + random.nextInt(4);
      BigInteger[] table = new BigInteger[1 << players];
      table[0] = BigInteger.ZERO;
      BigInteger near = new BigInteger(128, random);
      for (int mask = 1; mask < table.length; mask++) {
        table[mask] =
            round % 2 == 0
                ? new BigInteger(128, random)
                : near.multiply(BigInteger.valueOf(Integer.bitCount(mask)))
                    .add(BigInteger.valueOf(random.nextInt(3)));
      }
      assertPrenucleolus(table, players, "seed " + (SEED + 1) + " round " + round);
    }
  }

  /// Weighted majorities: ties everywhere, so that most pivots gain nothing.
  @Test
  void getsThroughTies() {
    Random random = new Random(SEED + 2);
    for (int round = 0; round < 20; round++) {
      int players = 6 + random.nextInt(3);
      int[] votes = random.ints(players, 1, 4).toArray();
      int quota = sum(votes, (1 << players) - 1) / 2 + 1;
      BigInteger[] table = Sample.table(players, mask -> sum(votes, mask) >= quota ? 1 : 0);
      List<BigFraction> split = Sample.prenucleolus(table, players);
      assertThat(Kohlberg.holds(table, players, split))
          .as(quota + " of " + Arrays.toString(votes))
          .isTrue();
    }
  }

  private static void assertPrenucleolus(BigInteger[] table, int players, String context) {
    List<BigFraction> split = Sample.prenucleolus(table, players);
    assertThat(Kohlberg.holds(table, players, split)).as(context + " " + split).isTrue();
    if (players > 1) {
      assertThat(new ExcessLadder(table, players).descend())
          .as(context)
          .isEqualTo(Kohlberg.leastCore(table, players))
          .isEqualTo(Kohlberg.greatestExcess(table, split));
    }
  }

  @Test
  void kohlbergsCriterionRejectsOthers() {
    BigInteger[] table = Sample.table(3, mask -> Integer.bitCount(mask) >= 2 ? 12 : 0);
    assertThat(Kohlberg.holds(table, 3, Sample.split("4", "4", "4").shares())).isTrue();
    assertThat(Kohlberg.holds(table, 3, Sample.split("5", "4", "3").shares())).isFalse();
    assertThat(Kohlberg.holds(table, 3, Sample.split("4", "4", "5").shares())).isFalse();
  }
}
