package weft.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import weft.node.api.fixture.TestNode;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;

/// The names of metrics do not change: dashboards and alerts depend on them.
final class NodeMetricsTest {
  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "weft_block_height",
              "weft_block_interval_seconds",
              "weft_block_transactions_total",
              "weft_lane_payloads_total",
              "weft_lane_payload_bytes_total",
              "weft_submissions_accepted_total",
              "weft_submissions_refused_total",
              "weft_receipt_seconds",
              "weft_mempool_transactions",
              "weft_mempool_bytes",
              "weft_mempool_max_transactions",
              "weft_mempool_max_bytes",
              "weft_engine_state",
              "weft_engine_call_seconds",
              "weft_store_bytes",
              "weft_api_requests_total",
              "weft_api_answer_bytes",
              "weft_api_streams_open",
              "weft_api_streams_ended_total",
              "weft_api_http_connections_open",
              "weft_api_grpc_connections_open"));

  @Test
  void theNamesArePinnedAndDocumented() throws IOException {
    try (TestNode node = TestNode.start()) {
      NodeMetrics metrics = node.api().metrics();
      node.laneBlock(TestNode.EAST, "one");
      node.laneBlock(TestNode.EAST, "two");
      metrics.submitted(Optional.of(RefusalCode.FEE_TOO_LOW), 1);
      metrics.submitted(Optional.empty(), 1_000_000);
      metrics.answered("http", "/v1/status", "200");
      metrics.streamEnded("lane", "done");
      metrics.called("commit", 2_000_000);
      assertThat(names(metrics)).isEqualTo(NAMES);
    }
    String docs =
        Files.readString(
            Path.of(Objects.requireNonNull(System.getProperty("weft.root")), "docs/api/README.md"));
    NAMES.forEach(name -> assertThat(docs).contains("`" + name + "`"));
  }

  @Test
  void blocksAreCounted() {
    try (TestNode node = TestNode.start()) {
      NodeMetrics metrics = NodeMetrics.over(sources(node));
      metrics.committed(node.laneBlock(TestNode.EAST, "one", "three"));
      metrics.committed(node.laneBlock(TestNode.EAST, "x"));
      assertThat(text(metrics))
          .contains("weft_lane_payloads_total{rollup=\"amm-east\"} 3.0")
          .contains("weft_lane_payload_bytes_total{rollup=\"amm-east\"} 9.0")
          .contains("weft_block_transactions_total 2.0")
          .contains("weft_block_interval_seconds_count 1")
          .contains("weft_block_height 4.0")
          .contains("weft_engine_state{state=\"running\"} 1.0");
    }
  }

  @Test
  void aThousandRollupsDoNotMakeAThousandSeries() {
    BoundedLabels labels = new BoundedLabels(NodeMetrics.MAX_ROLLUP_LABELS);
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < 1_000; i++) {
      seen.add(labels.label(RollupId.of("rollup-" + i).name()));
    }
    assertThat(seen).hasSize(NodeMetrics.MAX_ROLLUP_LABELS + 1).contains("other");
    assertThat(labels.label("rollup-7")).isEqualTo("rollup-7");
    assertThat(labels.label("rollup-700")).isEqualTo("other");
  }

  private static NodeMetrics.Sources sources(TestNode node) {
    return new NodeMetrics.Sources(
        () -> node.services().store().head().height(),
        node.services().mempoolSize(),
        node.services().engineStatus(),
        node.services().store()::sizeBytes);
  }

  private static Set<String> names(NodeMetrics metrics) {
    Set<String> names = new TreeSet<>();
    text(metrics)
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .forEach(line -> names.add(line.split(" ", -1)[2]));
    return names;
  }

  private static String text(NodeMetrics metrics) {
    return new String(metrics.scrape(), StandardCharsets.UTF_8);
  }
}
