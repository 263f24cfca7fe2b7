package weft.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many lives of a network. A failing seed names itself; `-Dweft.seed=N` repeats it alone.
final class SimulationTest {
  private static final Long ONLY = Long.getLong("weft.seed");
  private static final int SEEDS = 200;
  private static final int SEEDS_LONG = 10_000;

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
    long governed =
        LongStream.range(from, to)
            .parallel()
            .mapToObj(Simulation::run)
            .filter(SimulationTest::isGoverned)
            .count();
    System.out.printf("%d of %d lives changed a parameter by vote%n", governed, to - from);
    assertThat(governed).isPositive();
  }

  private static boolean isGoverned(List<String> life) {
    return life.getLast().startsWith(Simulation.GOVERNED);
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
