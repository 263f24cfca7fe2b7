package weft.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import weft.bench.load.BlockMeter;
import weft.bench.load.Sender;
import weft.bench.load.SignedFile;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.rollup.client.Incoming;
import weft.rollup.client.StatusFilter;
import weft.rollup.client.Subscription;

/// How long a receipt, and a soft commitment, take at a steady rate, once the node's code is
/// compiled.
public final class LatencyScenario implements Scenario {
  static final String RECEIPT_P50 = "receipt p50";
  private static final int BLOCK_INTERVAL_MS = 100;
  private static final int WARM_UP_SECONDS = 15;

  /// Batches under way at most. So many that a wait of the node shows as latency, not as a pause.
  private static final int WINDOW = 1_024;

  private static final long DRAIN_TIMEOUT_MS = 20_000;

  private final String name;
  private final int ratePerSecond;
  private final int batchSize;
  private final Aim receiptAim;
  private final Aim softAim;

  private LatencyScenario(
      String name, int ratePerSecond, int batchSize, Aim receiptAim, Aim softAim) {
    this.name = name;
    this.ratePerSecond = ratePerSecond;
    this.batchSize = batchSize;
    this.receiptAim = receiptAim;
    this.softAim = softAim;
  }

  public static LatencyScenario ofReceipts() {
    return new LatencyScenario("receipts-at-5000", 5_000, 10, Aim.atMost(20), Aim.NONE);
  }

  public static LatencyScenario ofSoft() {
    return new LatencyScenario(
        "soft-at-1000", 1_000, 2, Aim.NONE, Aim.atMost(BLOCK_INTERVAL_MS + 30));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Figure> run(BenchSettings settings) throws IOException, InterruptedException {
    Path file = settings.folder().resolve(name + ".signed");
    try (LoadedNode node = LoadedNode.start(settings.folder().resolve(name), 1)) {
      int count = ratePerSecond * (WARM_UP_SECONDS + settings.seconds());
      settings.say(name + ": signing " + count + " transactions");
      SignedFile.write(file, count, 256, node.rollups(), 0);
      settings.say(
          "%s: sending %d/s for %d s, after %d s to warm up"
              .formatted(name, ratePerSecond, settings.seconds(), WARM_UP_SECONDS));
      Sender sender = new Sender(true);
      Histogram softMicros = new ConcurrentHistogram(60_000_000L, 3);
      try (BlockMeter meter = new BlockMeter(node.client());
          Subscription<TransactionStatus> statuses =
              node.client()
                  .transactions()
                  .followStatus(new StatusFilter.OfRollup(node.rollups().getFirst()))) {
        Thread.ofPlatform()
            .daemon()
            .name("bench-statuses")
            .start(() -> record(statuses, sender, softMicros));
        sender.send(
            node.client(),
            file,
            ratePerSecond,
            batchSize,
            WINDOW,
            WARM_UP_SECONDS,
            settings.seconds());
        meter.awaitTransactions(sender.accepted(), DRAIN_TIMEOUT_MS);
        awaitCount(softMicros, sender.sentNanos().size());
      }
      return figures(sender, softMicros);
    }
  }

  private static void awaitCount(Histogram softMicros, long count) throws InterruptedException {
    for (int i = 0; i < 1_000 && softMicros.getTotalCount() < count; i++) {
      Thread.sleep(5);
    }
  }

  private static void record(
      Subscription<TransactionStatus> statuses, Sender sender, Histogram softMicros) {
    try {
      while (true) {
        switch (statuses.next(1_000)) {
          case Incoming.Item<TransactionStatus>(TransactionStatus status) -> {
            Long sent = sender.sentNanos().get(status.transactionHash());
            if (status.state() == TransactionState.SOFT && sent != null) {
              softMicros.recordValue((System.nanoTime() - sent) / 1000);
            }
          }
          case Incoming.Nothing<TransactionStatus> _ -> {}
          case Incoming.Ended<TransactionStatus> _ -> {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Figure> figures(Sender sender, Histogram softMicros) {
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of(name, RECEIPT_P50, sender.receiptMs(50), "ms"));
    figures.add(new Figure(name, "receipt p99", sender.receiptMs(99), "ms", receiptAim));
    figures.add(
        new Figure(name, "soft p50", softMicros.getValueAtPercentile(50) / 1e3, "ms", softAim));
    figures.add(Figure.of(name, "soft p99", softMicros.getValueAtPercentile(99) / 1e3, "ms"));
    figures.add(Figure.of(name, "transactions seen soft", (double) softMicros.getTotalCount(), ""));
    sender
        .refused()
        .forEach((code, n) -> figures.add(Figure.of(name, "refused " + code, (double) n, "")));
    return figures;
  }
}
