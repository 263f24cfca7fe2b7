package weft.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    Optional<Figure> recoveries = all.find("limits", LimitsScenario.ALL_RECOVERIES);
    Optional<Figure> hashed = all.find("limits", LimitsScenario.HASHED);
    Optional<Figure> ten = all.find("throughput-256", ThroughputScenario.TRANSACTIONS);
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

  private Optional<Figure> find(String scenario, String name) {
    return figures.stream()
        .filter(figure -> figure.scenario().equals(scenario) && figure.name().equals(name))
        .findFirst();
  }

  /// A ratio is measured no better than its parts.
  private void add(String name, Optional<Figure> part, Optional<Figure> whole, Aim aim) {
    if (part.isPresent() && whole.isPresent() && whole.get().value() > 0) {
      double ratio = part.get().value() / whole.get().value();
      ratios.add(new Figure(NAME, name, ratio, "", aim.under(part.get().aim().shortfall())));
    }
  }
}
