package weft.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Figures of one run set against its limits and against each other, which says more than they do
/// alone: machines differ, ratios hardly.
public final class Ratios {
  private static final String NAME = "ratios";

  private final List<Figure> figures;
  private final List<Figure> ratios = new ArrayList<>();

  private Ratios(List<Figure> figures) {
    this.figures = figures;
  }

  /// Those whose two sides were both measured.
  public static List<Figure> of(List<Figure> figures) {
    Ratios all = new Ratios(figures);
    OptionalDouble recoveries = all.find("limits", LimitsScenario.ALL_RECOVERIES);
    OptionalDouble hashed = all.find("limits", LimitsScenario.HASHED);
    OptionalDouble ten = all.find("throughput-256", ThroughputScenario.TRANSACTIONS);
    all.add("throughput-256 / recoveries of all cores", ten, recoveries, Aim.NONE);
    all.add(
        "1,000 rollups / 10 rollups",
        all.find("throughput-1000-rollups", ThroughputScenario.TRANSACTIONS),
        ten,
        Aim.atLeast(0.8));
    all.add(
        "throughput-64k / SHA-256 of one core",
        all.find("throughput-64k", ThroughputScenario.BYTES),
        hashed,
        Aim.NONE);
    all.add(
        "follower / SHA-256 of one core",
        all.find("follower", FollowerScenario.CAUGHT_UP),
        hashed,
        Aim.NONE);
    all.add(
        "receipt p50 at 5,000/s / one disk sync",
        all.find("receipts-at-5000", LatencyScenario.RECEIPT_P50),
        all.find("limits", LimitsScenario.SYNC_MS),
        Aim.NONE);
    return all.ratios;
  }

  private OptionalDouble find(String scenario, String name) {
    return figures.stream()
        .filter(figure -> figure.scenario().equals(scenario) && figure.name().equals(name))
        .mapToDouble(Figure::value)
        .findFirst();
  }

  private void add(String name, OptionalDouble part, OptionalDouble whole, Aim aim) {
    if (part.isPresent() && whole.isPresent() && whole.getAsDouble() > 0) {
      ratios.add(new Figure(NAME, name, part.getAsDouble() / whole.getAsDouble(), "", aim));
    }
  }
}
