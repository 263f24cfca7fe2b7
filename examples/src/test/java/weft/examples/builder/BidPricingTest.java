package weft.examples.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import weft.examples.amm.PoolState;
import weft.primitives.Amount;

final class BidPricingTest {
  private static Optional<Amount> amount(long gainY, long cost, long reserve, long most) {
    return new BidPricing(1_000, 6_000)
        .amount(gainY, Amount.of(cost), Amount.of(reserve), Amount.of(most));
  }

  @Test
  void offersAShareOfWhatIsLeftAfterTheCosts() {
    assertThat(amount(500, 100_000, 0, 1_000_000)).contains(Amount.of(240_000));
  }

  @Test
  void offersNothingThatIsNotWorthIt() {
    assertThat(amount(100, 100_000, 0, 1_000_000)).isEmpty();
    assertThat(amount(0, 0, 0, 1_000_000)).isEmpty();
    assertThat(amount(101, 100_000, 601, 1_000_000)).as("below the reserve").isEmpty();
    assertThat(amount(500, 100_000, 0, 0)).as("without a bond").isEmpty();
  }

  @RepeatedTest(30)
  void neverOffersMoreThanItGainsOrHolds(RepetitionInfo run) {
    SplittableRandom random = new SplittableRandom(run.getCurrentRepetition());
    long gainY = random.nextLong(10_000);
    long cost = random.nextLong(5_000_000);
    long reserve = random.nextLong(100_000);
    long most = random.nextLong(10_000_000);
    amount(gainY, cost, reserve, most)
        .ifPresent(
            amount ->
                assertThat(amount.toLongExact())
                    .isBetween(Math.max(1, reserve), Math.min(most, gainY * 1_000 - cost)));
  }

  @Test
  void theFairPriceFollowsSlowly() {
    List<PoolState> before = pools(1_000_000, 1_040_000);
    FairPrice fair = FairPrice.of(before);
    assertThat(fair.micros()).isEqualTo(1_020_000);
    assertThat(fair.after(before)).isEqualTo(fair);
    FairPrice once = fair.after(pools(2_000_000, 2_040_000));
    assertThat(once.micros()).isEqualTo(1_020_000 + 1_000_000 / 16);
    FairPrice later = fair;
    for (int i = 0; i < 1_000; i++) {
      later = later.after(pools(2_000_000, 2_040_000));
    }
    assertThat(later.micros()).isBetween(2_019_990L, 2_020_000L);
  }

  private static List<PoolState> pools(long firstMicros, long secondMicros) {
    return List.of(
        new PoolState(0, "gold", "silver", 1_000_000, firstMicros, 30),
        new PoolState(0, "gold", "silver", 1_000_000, secondMicros, 30));
  }
}
