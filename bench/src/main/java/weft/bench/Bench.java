package weft.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import weft.bench.scenario.BenchSettings;
import weft.bench.scenario.Figure;
import weft.bench.scenario.FollowerScenario;
import weft.bench.scenario.LatencyScenario;
import weft.bench.scenario.LimitsScenario;
import weft.bench.scenario.OverloadScenario;
import weft.bench.scenario.Ratios;
import weft.bench.scenario.Scenario;
import weft.bench.scenario.Shortfall;
import weft.bench.scenario.ThroughputScenario;

/// The benchmark: scenarios one after another, each on a node of its own.
public final class Bench {
  private Bench() {}

  /// Every scenario, in the order in which they are run.
  public static List<Scenario> scenarios() {
    return List.of(
        new LimitsScenario(),
        ThroughputScenario.ofSmallPayloads("throughput-256", 10),
        ThroughputScenario.ofSmallPayloads("throughput-1000-rollups", 1_000),
        ThroughputScenario.ofLargePayloads(),
        LatencyScenario.ofReceipts(),
        LatencyScenario.ofSoft(),
        new FollowerScenario(),
        new OverloadScenario());
  }

  /// Runs scenarios by name.
  ///
  /// @param names empty: all
  public static List<Figure> run(List<String> names, BenchSettings settings)
      throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    for (Scenario scenario : scenarios()) {
      if (names.isEmpty() || names.contains(scenario.name())) {
        figures.addAll(scenario.run(settings));
      }
    }
    figures.addAll(Ratios.of(figures));
    return figures;
  }

  /// The figures as aligned lines for a person.
  public static List<String> table(List<Figure> figures) {
    List<String> lines = new ArrayList<>();
    lines.add(row("scenario", "figure", "value", "unit", "aim", ""));
    for (Figure figure : figures) {
      String met =
          figure
              .aim()
              .shortfall()
              .map(shortfall -> "(" + shortfall.text() + ")")
              .or(() -> figure.aim().isMetBy(figure.value()).map(is -> is ? "met" : "missed"))
              .orElse("");
      lines.add(
          row(
              figure.scenario(),
              figure.name(),
              number(figure),
              figure.unit(),
              figure.aim().text(),
              met));
    }
    String options = missingOptions(figures);
    if (!options.isEmpty()) {
      lines.add("Aims marked (…) were not measured; this run measures them: weft bench " + options);
    }
    return lines;
  }

  private static String missingOptions(List<Figure> figures) {
    return figures.stream()
        .flatMap(figure -> figure.aim().shortfall().stream())
        .distinct()
        .sorted()
        .map(Shortfall::options)
        .collect(Collectors.joining(" "));
  }

  /// The figures as a JSON document.
  public static Map<String, Object> document(List<Figure> figures) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Figure figure : figures) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("scenario", figure.scenario());
      row.put("figure", figure.name());
      row.put("value", figure.value());
      row.put("unit", figure.unit());
      row.put("aim", figure.aim().text());
      figure.aim().isMetBy(figure.value()).ifPresent(met -> row.put("met", met));
      figure.aim().shortfall().ifPresent(shortfall -> row.put("notMeasured", shortfall.text()));
      rows.add(row);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("processors", Runtime.getRuntime().availableProcessors());
    document.put("figures", rows);
    return document;
  }

  private static String number(Figure figure) {
    String format = Math.abs(figure.value()) >= 100 ? "%,.0f" : "%,.2f";
    return String.format(Locale.ROOT, format, figure.value());
  }

  private static String row(String a, String b, String c, String d, String e, String f) {
    return String.format(Locale.ROOT, "%-24s %-46s %12s %-5s %-16s %s", a, b, c, d, e, f)
        .stripTrailing();
  }
}
