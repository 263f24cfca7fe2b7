package weft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weft.bench.scenario.Aim;
import weft.bench.scenario.Figure;
import weft.bench.scenario.Ratios;

/// Figures are set against their limits and aims.
final class BenchTest {
  private static final Figure RECOVERIES =
      new Figure("limits", "signature recoveries, all cores at once", 20_000, "1/s", Aim.NONE);
  private static final Figure TEN =
      new Figure(
          "throughput-256", "soft transactions", 15_000, "1/s", new Aim(Aim.Kind.AT_LEAST, 20_000));
  private static final Figure THOUSAND =
      new Figure("throughput-1000-rollups", "soft transactions", 13_500, "1/s", Aim.NONE);

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
    Aim atMost = new Aim(Aim.Kind.AT_MOST, 1.5);
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
}
