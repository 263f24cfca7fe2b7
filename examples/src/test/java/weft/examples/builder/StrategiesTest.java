package weft.examples.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import weft.examples.amm.Operation;
import weft.examples.amm.PoolState;

/// What builders decide, against what their swaps then do to the pools.
final class StrategiesTest {
  private static final int FEE_BPS = 30;
  private static final long MICROS = 1_000_000;
  private static final long PLENTY = 1_000_000_000_000L;

  private static PoolState pool(long x, long y) {
    return new PoolState(0, "gold", "silver", x, y, FEE_BPS);
  }

  private static PoolState pool(SplittableRandom random) {
    long x = random.nextLong(1_000_000, 2_000_000_000L);
    return pool(x, x * random.nextLong(900, 1_100) / 1_000);
  }

  private static Seen seen(PoolState pool, long fairMicros) {
    return new Seen(pool, fairMicros, PLENTY, PLENTY);
  }

  /// What a swap changes, by what a pool gives: a swap below its minimum changes nothing.
  private record Change(long x, long y) {
    static Change of(PoolState pool, Operation.Swap swap) {
      long out = pool.amountOut(swap.sellsX(), swap.amountIn());
      if (out < Math.max(1, swap.minOut())) {
        return new Change(0, 0);
      }
      return swap.sellsX() ? new Change(-swap.amountIn(), out) : new Change(out, -swap.amountIn());
    }
  }

  @RepeatedTest(50)
  void arbitrageBringsWhatItPromises(RepetitionInfo run) {
    SplittableRandom random = new SplittableRandom(run.getCurrentRepetition());
    List<Seen> markets = List.of(seen(pool(random), MICROS), seen(pool(random), MICROS));
    Optional<Plan> plan = new Arbitrage().plan(markets);
    if (plan.isEmpty()) {
      assertPricesAreCloserThanTheFees(markets);
      return;
    }
    assertThat(plan.get().legs()).extracting(Plan.Leg::market).containsExactlyInAnyOrder(0, 1);
    long x = 0;
    long y = 0;
    for (Plan.Leg leg : plan.get().legs()) {
      Change change = Change.of(markets.get(leg.market()).pool(), leg.swap());
      x += change.x();
      y += change.y();
    }
    assertThat(x).isZero();
    assertThat(y).isEqualTo(plan.get().gainY()).isPositive();
  }

  private static void assertPricesAreCloserThanTheFees(List<Seen> markets) {
    long one = markets.get(0).pool().priceMicros();
    long two = markets.get(1).pool().priceMicros();
    // Two swaps cost 0.6 %; what is a little more than that may be lost by rounding.
    assertThat(Math.abs(one - two)).isLessThan(Math.max(one, two) * 61 / 10_000 + 2);
  }

  @RepeatedTest(50)
  void aLegThatComesLateLosesNoMoreThanThePairWasToBring(RepetitionInfo run) {
    SplittableRandom random = new SplittableRandom(1_000 + run.getCurrentRepetition());
    List<Seen> markets =
        List.of(
            seen(pool(1_000_000_000L, 1_000_000_000L), MICROS),
            seen(pool(1_000_000_000L, 1_030_000_000L), MICROS));
    Plan plan = new Arbitrage().plan(markets).orElseThrow();
    Operation.Swap sell = plan.legs().getLast().swap();
    for (Plan.Leg leg : plan.legs()) {
      PoolState moved =
          markets.get(leg.market()).pool().after(random.nextBoolean(), random.nextLong(20_000_000));
      Change change = Change.of(moved, leg.swap());
      // At the price that the pair as planned sells x for.
      double price = (double) (sell.minOut() + plan.gainY()) / sell.amountIn();
      assertThat(change.x() * price + change.y()).isGreaterThanOrEqualTo(-plan.gainY() - 2.0);
    }
  }

  @RepeatedTest(50)
  void reversionNeverTradesAtALossByItsOwnMeasure(RepetitionInfo run) {
    SplittableRandom random = new SplittableRandom(2_000 + run.getCurrentRepetition());
    long fair = random.nextLong(900_000, 1_100_000);
    List<Seen> markets = List.of(seen(pool(random), fair), seen(pool(random), fair));
    Optional<Plan> plan = new Reversion().plan(markets);
    if (plan.isEmpty()) {
      return;
    }
    Plan.Leg leg = plan.get().legs().getFirst();
    assertThat(plan.get().legs()).hasSize(1);
    Change asSeen = Change.of(markets.get(leg.market()).pool(), leg.swap());
    // Its outside market is not quite as large as it should be: the gain is a little too small.
    assertThat(worth(asSeen, fair))
        .isPositive()
        .isCloseTo(plan.get().gainY(), within(2 + plan.get().gainY() / 20));
    PoolState moved =
        markets
            .get(leg.market())
            .pool()
            .after(random.nextBoolean(), random.nextLong(1, 100_000_000));
    assertThat(worth(Change.of(moved, leg.swap()), fair)).isGreaterThanOrEqualTo(-2);
  }

  private static long worth(Change change, long fairMicros) {
    return change.y() + Math.floorDiv(change.x() * fairMicros, MICROS);
  }

  @Test
  void reversionGoesWhereItGainsMost() {
    Seen calm = seen(pool(1_000_000_000L, 1_005_000_000L), MICROS);
    Seen cheap = seen(pool(1_000_000_000L, 980_000_000L), MICROS);
    Seen dear = seen(pool(1_000_000_000L, 1_030_000_000L), MICROS);
    assertThat(leg(List.of(calm, cheap)).market()).isEqualTo(1);
    assertThat(leg(List.of(calm, cheap)).swap().sellsX()).isFalse();
    assertThat(leg(List.of(dear, cheap)).market()).isZero();
    assertThat(leg(List.of(dear, cheap)).swap().sellsX()).isTrue();
  }

  private static Plan.Leg leg(List<Seen> markets) {
    return new Reversion().plan(markets).orElseThrow().legs().getFirst();
  }

  @Test
  void nothingIsDoneWithinTheFees() {
    List<Seen> markets =
        List.of(
            seen(pool(1_000_000_000L, 1_001_000_000L), MICROS),
            seen(pool(1_000_000_000L, 999_000_000L), MICROS));
    assertThat(new Arbitrage().plan(markets)).isEmpty();
    assertThat(new Reversion().plan(markets)).isEmpty();
  }

  @Test
  void noMoreIsTradedThanThereIs() {
    PoolState cheap = pool(1_000_000_000L, 900_000_000L);
    PoolState dear = pool(1_000_000_000L, 1_100_000_000L);
    List<Seen> poor = List.of(new Seen(cheap, MICROS, 0, 500), new Seen(dear, MICROS, 700, 0));
    Plan plan = new Arbitrage().plan(poor).orElseThrow();
    assertThat(plan.legs().getFirst().swap().amountIn()).isLessThanOrEqualTo(500);
    assertThat(plan.legs().getLast().swap().amountIn()).isLessThanOrEqualTo(700);
    assertThat(leg(poor).swap().amountIn()).isLessThanOrEqualTo(700);
  }
}
