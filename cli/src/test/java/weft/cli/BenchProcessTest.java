package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `weft bench` as a process, with a measured node as its child. The node's folder goes with it, so
/// that no state is left in which assets could be counted; `OverloadTest` counts those of a loaded
/// node.
final class BenchProcessTest {
  private static final long WAIT_MS = 200_000;

  @TempDir private Path folder = Path.of(".");

  @Test
  void measuresAndSetsFiguresAgainstTheirLimits() throws Exception {
    WeftProcess.prepare(folder);
    String line = "./weft bench limits throughput-256 --seconds 1 --json > figures.json";
    try (WeftProcess bench = WeftProcess.bash(folder, line)) {
      assertThat(bench.await(WAIT_MS)).as(bench.output()).isZero();
    }
    JsonNode document =
        JsonMapper.builder().build().readTree(Files.readString(folder.resolve("figures.json")));
    Map<String, Double> figures = new HashMap<>();
    for (JsonNode figure : document.get("figures")) {
      figures.put(
          figure.get("scenario").asString() + ": " + figure.get("figure").asString(),
          figure.get("value").asDouble());
    }
    double recoveries =
        figures.getOrDefault("limits: signature recoveries, all cores at once", 0.0);
    double soft = figures.getOrDefault("throughput-256: soft transactions", 0.0);
    assertThat(recoveries).isPositive();
    assertThat(soft).isPositive();
    assertThat(figures)
        .containsEntry("ratios: throughput-256 / recoveries of all cores", soft / recoveries);
  }
}
