package weft.node.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import weft.chain.engine.EngineStatus;
import weft.chain.store.CommittedBlock;
import weft.chain.store.LaneBlockRecord;
import weft.node.mempool.MempoolSize;
import weft.protocol.refusal.RefusalCode;

/// What a node counts about itself, in the Prometheus text format; names in docs/api/README.md.
///
/// Label values come from closed lists, except rollup names, of which the first
/// [#MAX_ROLLUP_LABELS] get their own series and all others share one.
public final class NodeMetrics {
  static final int MAX_ROLLUP_LABELS = 100;
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final double[] LATENCY_SECONDS = {
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10
  };
  private static final double[] CALL_SECONDS = {
    0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2
  };
  private static final double[] INTERVAL_SECONDS = {
    0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30
  };
  private static final List<String> STATES =
      List.of("starting", "running", "stalled", "halted", "stopped");
  private static final double MS_PER_SECOND = 1_000;
  private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final BoundedLabels rollups = new BoundedLabels(MAX_ROLLUP_LABELS);

  private final Histogram blockInterval =
      Histogram.builder()
          .name("weft_block_interval_seconds")
          .help("Time between the times of consecutive blocks.")
          .classicOnly()
          .classicUpperBounds(INTERVAL_SECONDS)
          .register(registry);
  private final Counter transactions =
      counter("weft_block_transactions_total", "Transactions in blocks since the node started.");
  private final Counter payloads =
      counter("weft_lane_payloads_total", "Payloads in lane blocks, by rollup.", "rollup");
  private final Counter payloadBytes =
      counter("weft_lane_payload_bytes_total", "Bytes of payloads, by rollup.", "rollup");
  private final Counter accepted =
      counter("weft_submissions_accepted_total", "Transactions that got a receipt.");
  private final Counter refused =
      counter("weft_submissions_refused_total", "Transactions refused, by code.", "code");
  private final Histogram receiptLatency =
      Histogram.builder()
          .name("weft_receipt_seconds")
          .help("From a submission's arrival to its receipt.")
          .classicOnly()
          .classicUpperBounds(LATENCY_SECONDS)
          .register(registry);
  private final Histogram engineCalls =
      Histogram.builder()
          .name("weft_engine_call_seconds")
          .help("How long the node took for a call of its network's engine, by call.")
          .labelNames("call")
          .classicOnly()
          .classicUpperBounds(CALL_SECONDS)
          .register(registry);
  private final Counter requests =
      counter(
          "weft_api_requests_total",
          "Requests and calls answered, by interface, route and status.",
          "interface",
          "route",
          "status");
  private final Counter streamsEnded =
      counter(
          "weft_api_streams_ended_total",
          "Streams that ended, by kind and reason.",
          "kind",
          "reason");

  private long lastBlockTimeMs;

  private NodeMetrics() {}

  /// Where the gauges read from at each scrape. Each must be quick.
  public record Sources(
      LongSupplier height,
      Supplier<MempoolSize> mempool,
      Supplier<EngineStatus> engine,
      LongSupplier storeBytes) {}

  public static NodeMetrics over(Sources sources) {
    NodeMetrics metrics = new NodeMetrics();
    metrics.gauge("weft_block_height", "Height of the newest block.", sources.height());
    metrics.gauge(
        "weft_mempool_transactions",
        "Transactions that wait for a block.",
        () -> sources.mempool().get().transactions());
    metrics.gauge(
        "weft_mempool_bytes",
        "Bytes of transactions that wait for a block.",
        () -> sources.mempool().get().bytes());
    metrics.gauge(
        "weft_mempool_max_transactions",
        "Most transactions that may wait.",
        () -> sources.mempool().get().maxTransactions());
    metrics.gauge(
        "weft_mempool_max_bytes",
        "Most bytes of transactions that may wait.",
        () -> sources.mempool().get().maxBytes());
    metrics.gauge("weft_store_bytes", "Bytes of the store on disk, about.", sources.storeBytes());
    metrics.engineGauge(sources.engine());
    return metrics;
  }

  /// Adds a gauge that is read at each scrape.
  public void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> gauge.call((double) value.getAsLong()))
        .register(registry);
  }

  /// Counts a committed block. Called in the order of heights.
  public synchronized void committed(CommittedBlock block) {
    long timeMs = block.header().timeMs();
    if (lastBlockTimeMs != 0) {
      blockInterval.observe((timeMs - lastBlockTimeMs) / MS_PER_SECOND);
    }
    lastBlockTimeMs = timeMs;
    transactions.inc(block.transactions().size());
    for (LaneBlockRecord lane : block.lanes()) {
      String label = rollups.label(lane.rollup().name());
      payloads.labelValues(label).inc(lane.header().payloadCount());
      payloadBytes.labelValues(label).inc(lane.header().payloadBytes());
    }
  }

  /// Counts the answer to one submitted transaction.
  ///
  /// @param refusal empty: it got a receipt
  public void submitted(Optional<RefusalCode> refusal, long elapsedNs) {
    if (refusal.isPresent()) {
      refused.labelValues(refusal.get().id()).inc();
    } else {
      accepted.inc();
      receiptLatency.observe(elapsedNs / NS_PER_SECOND);
    }
  }

  /// Counts a call of the engine.
  ///
  /// @param call one of those that it makes
  public void called(String call, long tookNs) {
    engineCalls.labelValues(call).observe(tookNs / NS_PER_SECOND);
  }

  /// Counts an answered request.
  ///
  /// @param face `http` or `grpc`
  /// @param route the route's pattern or the method's name, never what a client made up
  public void answered(String face, String route, String status) {
    requests.labelValues(face, route, status).inc();
  }

  /// Counts a stream's end.
  ///
  /// @param reason `done`, `left` (by the client) or the id of a refusal code
  public void streamEnded(String kind, String reason) {
    streamsEnded.labelValues(kind, reason).inc();
  }

  /// Everything, in the text format of [#CONTENT_TYPE].
  public byte[] scrape() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(8_192);
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toByteArray();
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  private void engineGauge(Supplier<EngineStatus> engine) {
    GaugeWithCallback.builder()
        .name("weft_engine_state")
        .help("1 for the state that the engine is in.")
        .labelNames("state")
        .callback(
            gauge -> {
              String now = stateName(engine.get());
              for (String state : STATES) {
                gauge.call(state.equals(now) ? 1 : 0, state);
              }
            })
        .register(registry);
  }

  private static String stateName(EngineStatus status) {
    return switch (status) {
      case EngineStatus.Starting _ -> "starting";
      case EngineStatus.Running _ -> "running";
      case EngineStatus.Stalled _ -> "stalled";
      case EngineStatus.Halted _ -> "halted";
      case EngineStatus.Stopped _ -> "stopped";
    };
  }
}
