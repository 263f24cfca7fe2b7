package weft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.bench.scenario.Aim;
import weft.bench.scenario.BenchSettings;
import weft.bench.scenario.Figure;
import weft.bench.scenario.Ratios;
import weft.bench.scenario.Shortfall;

/// Figures are set against their limits and aims.
final class BenchTest {
  private static final Figure RECOVERIES =
      new Figure("limits", "signature recoveries, all cores at once", 20_000, "1/s", Aim.NONE);
  private static final Figure TEN =
      new Figure(
          "throughput-256",
          "soft transactions",
          15_000,
          "1/s",
          new Aim(Aim.Kind.AT_LEAST, 20_000, Optional.empty()));
  private static final Figure THOUSAND =
      new Figure("throughput-1000-rollups", "soft transactions", 13_500, "1/s", Aim.NONE);

  private static Figure fallenShort(String scenario, Aim.Kind kind, Shortfall shortfall) {
    return new Figure(
        scenario, "soft transactions", 1, "", new Aim(kind, 20_000, Optional.of(shortfall)));
  }

  @Test
  void ratiosAreOfWhatWasMeasuredInTheSameRun() {
    assertThat(Ratios.of(List.of(RECOVERIES, TEN, THOUSAND)))
        .extracting(Figure::name, Figure::value)
        .containsExactly(
            tuple("throughput-256 / recoveries of all cores", 0.75),
            tuple("1,000 rollups / 10 rollups", 0.9));
    assertThat(Ratios.of(List.of(TEN))).isEmpty();
  }

  @Test
  void aFigureSaysWhetherItReachesItsAim() {
    Aim atMost = new Aim(Aim.Kind.AT_MOST, 1.5, Optional.empty());
    assertThat(atMost.isMetBy(1.5)).contains(true);
    assertThat(atMost.isMetBy(1.6)).contains(false);
    assertThat(Aim.NONE.isMetBy(1)).isEmpty();

    assertThat(Bench.table(List.of(TEN)).getLast())
        .matches("throughput-256 +soft transactions +15,000 1/s +at least 20,000 +missed");
    Map<String, Object> row =
        Map.of(
            "scenario", "throughput-256",
            "figure", "soft transactions",
            "value", 15_000.0,
            "unit", "1/s",
            "aim", "at least 20,000",
            "met", false);
    assertThat(Bench.document(List.of(TEN))).containsEntry("figures", List.of(row));
  }

  @Test
  void anAimWhoseConditionsAreNotKeptIsNeitherMetNorMissed() {
    Figure shorter = fallenShort("throughput-256", Aim.Kind.AT_LEAST, Shortfall.SHORTER_RUN);
    Figure smaller = fallenShort("follower", Aim.Kind.AT_MOST, Shortfall.SMALLER_STORE);
    assertThat(shorter.aim().isMetBy(30_000)).isEmpty();

    List<String> table = Bench.table(List.of(smaller, shorter, shorter, TEN));
    assertThat(table.get(1)).endsWith("at most 20,000   (smaller store)");
    assertThat(table.get(2)).endsWith("at least 20,000  (shorter run)");
    assertThat(table.get(4)).endsWith("missed");
    assertThat(table.getLast())
        .endsWith("weft bench --seconds 60 --lane-megabytes 5000 --accounts 1000000");
    assertThat(Bench.table(List.of(shorter)).getLast()).endsWith("weft bench --seconds 60");
    Map<String, Object> row =
        Map.of(
            "scenario", "follower",
            "figure", "soft transactions",
            "value", 1.0,
            "unit", "",
            "aim", "at most 20,000",
            "notMeasured", "smaller store");
    assertThat(Bench.document(List.of(smaller))).containsEntry("figures", List.of(row));
  }

  @Test
  void aimsNeedALongRunAndALargeStore() {
    assertThat(settings(60, 5_000, 1_000_000).ofThroughput()).isEmpty();
    assertThat(settings(59, 5_000, 1_000_000).ofThroughput()).contains(Shortfall.SHORTER_RUN);
    assertThat(settings(1, 5_000, 1_000_000).ofRestart()).isEmpty();
    assertThat(settings(60, 4_999, 1_000_000).ofRestart()).contains(Shortfall.SMALLER_STORE);
    assertThat(settings(60, 5_000, 999_999).ofRestart()).contains(Shortfall.SMALLER_STORE);
  }

  private static BenchSettings settings(int seconds, int laneMegabytes, int accounts) {
    return new BenchSettings(seconds, laneMegabytes, accounts, false, Path.of(""), _ -> {});
  }

  @Test
  void aRatioIsMeasuredNoBetterThanItsPart() {
    Figure ten = fallenShort("throughput-256", Aim.Kind.AT_LEAST, Shortfall.SHORTER_RUN);
    Figure thousand =
        fallenShort("throughput-1000-rollups", Aim.Kind.AT_LEAST, Shortfall.SHORTER_RUN);
    assertThat(Bench.table(Ratios.of(List.of(ten, thousand))).get(1))
        .matches("ratios +1,000 rollups / 10 rollups +1.00 +at least 0.8 +\\(shorter run\\)");
  }
}
