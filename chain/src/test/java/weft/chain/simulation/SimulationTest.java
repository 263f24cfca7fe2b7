package weft.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many lives of a network. A failing seed names itself; `-Dweft.seed=N` repeats it alone.
final class SimulationTest {
  private static final Long ONLY = Long.getLong("weft.seed");
  private static final int SEEDS = 200;
  private static final int SEEDS_LONG = 10_000;
  private static final int SEEDS_TOLD = 500;

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void everyLifeKeepsItsPromises() {
    live(0, SEEDS);
  }

  @Test
  @Tag("slow")
  @Timeout(value = 90, unit = TimeUnit.MINUTES)
  void tenThousandLivesKeepTheirPromises() {
    live(SEEDS, SEEDS_LONG);
  }

  private static void live(long from, long to) {
    if (ONLY != null) {
      Simulation.run(ONLY).forEach(System.out::println);
      return;
    }
    AtomicLong governed = new AtomicLong();
    AtomicLong auctions = new AtomicLong();
    AtomicLong releases = new AtomicLong();
    AtomicLong shown = new AtomicLong();
    AtomicLong lived = new AtomicLong();
    LongStream.range(from, to)
        .parallel()
        .mapToObj(Simulation::run)
        .forEach(
            life -> {
              governed.addAndGet(isGoverned(life) ? 1 : 0);
              auctions.addAndGet(counted(life, Simulation.AUCTIONS));
              shown.addAndGet(counted(life, Simulation.SHOWN));
              releases.addAndGet(counted(life, Simulation.RELEASES));
              if (lived.incrementAndGet() % SEEDS_TOLD == 0) {
                System.out.printf("%d of %d lives%n", lived.get(), to - from);
              }
            });
    System.out.printf(
        "%d of %d lives changed a parameter by vote, %d blocks held auctions, which had %d sealed"
            + " bids, %d escrows paid%n",
        governed.get(), to - from, auctions.get(), shown.get(), releases.get());
    assertThat(governed).hasPositiveValue();
    assertThat(auctions).hasValueGreaterThan(to - from);
    assertThat(shown).hasPositiveValue();
    assertThat(releases).hasPositiveValue();
  }

  private static boolean isGoverned(List<String> life) {
    return life.getLast().startsWith(Simulation.GOVERNED);
  }

  private static long counted(List<String> life, String what) {
    return life.stream()
        .filter(line -> line.startsWith(what))
        .mapToLong(line -> Long.parseLong(line.substring(what.length())))
        .sum();
  }

  @Test
  void aSeedIsAlwaysTheSameLife() {
    for (long seed : new long[] {1, 2, 3}) {
      List<String> life = Simulation.run(seed);
      assertThat(Simulation.run(seed)).isEqualTo(life);
      assertThat(Simulation.run(seed + 1_000_000)).isNotEqualTo(life);
    }
  }
}
