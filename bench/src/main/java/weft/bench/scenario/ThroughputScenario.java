package weft.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import weft.bench.load.BlockMeter;
import weft.bench.load.Recording;
import weft.bench.load.Sender;
import weft.bench.load.SignedFile;
import weft.rollup.client.Head;

/// How much becomes soft per second when the load never pauses.
public final class ThroughputScenario implements Scenario {
  static final String TRANSACTIONS = "soft transactions";
  static final String BYTES = "soft payload bytes";
  private static final double LEAST_SHARE = 0.01;
  private static final long DRAIN_TIMEOUT_MS = 60_000;

  private final String name;
  private final int payloadBytes;
  private final int rollups;
  private final int expectedPerSecond;
  private final int batchSize;
  private final int window;
  private final Aim transactionsAim;
  private final Aim bytesAim;

  private ThroughputScenario(
      String name,
      int payloadBytes,
      int rollups,
      int expectedPerSecond,
      int batchSize,
      int window,
      Aim transactionsAim,
      Aim bytesAim) {
    this.name = name;
    this.payloadBytes = payloadBytes;
    this.rollups = rollups;
    this.expectedPerSecond = expectedPerSecond;
    this.batchSize = batchSize;
    this.window = window;
    this.transactionsAim = transactionsAim;
    this.bytesAim = bytesAim;
  }

  /// Payloads of 256 bytes, over a number of rollups.
  public static ThroughputScenario ofSmallPayloads(String name, int rollups) {
    return new ThroughputScenario(
        name, 256, rollups, 25_000, 128, 48, Aim.atLeast(20_000), Aim.NONE);
  }

  /// Payloads of 64 KiB.
  public static ThroughputScenario ofLargePayloads() {
    return new ThroughputScenario(
        "throughput-64k", 64 << 10, 4, 1_200, 8, 16, Aim.NONE, Aim.atLeast(60));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Figure> run(BenchSettings settings) throws IOException, InterruptedException {
    Path file = settings.folder().resolve(name + ".signed");
    int count = expectedPerSecond * settings.seconds();
    Optional<Recording> recording =
        settings.profile()
            ? Optional.of(new Recording(settings.folder().resolve(name + ".jfr")))
            : Optional.empty();
    List<Figure> figures = measure(settings, file, count, recording);
    if (recording.isPresent()) {
      for (Recording.Part part : recording.get().parts()) {
        if (part.share() >= LEAST_SHARE) {
          figures.add(Figure.of(name, "time in " + part.part(), part.share() * 100, "%"));
        }
      }
    }
    return figures;
  }

  private List<Figure> measure(
      BenchSettings settings, Path file, int count, Optional<Recording> recording)
      throws IOException, InterruptedException {
    try (LoadedNode node =
        LoadedNode.start(settings.folder().resolve(name), rollups, 0, recording)) {
      settings.say(name + ": signing " + count + " transactions of " + payloadBytes + " B");
      SignedFile.write(file, count, payloadBytes, node.rollups(), 0);
      settings.say(name + ": sending for " + settings.seconds() + " s");
      Sender sender = new Sender(false);
      try (BlockMeter meter = new BlockMeter(node.client())) {
        double cpuBefore = node.process().cpuSeconds();
        long begin = System.nanoTime();
        sender.send(node.client(), file, 0, batchSize, window, settings.seconds());
        meter.awaitTransactions(sender.accepted(), DRAIN_TIMEOUT_MS);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpu = node.process().cpuSeconds() - cpuBefore;
        return figures(settings, meter, sender, seconds, cpu, node.process().peakMemoryMib());
      }
    }
  }

  private List<Figure> figures(
      BenchSettings settings,
      BlockMeter meter,
      Sender sender,
      double seconds,
      double cpuSeconds,
      long peakMib) {
    List<Figure> figures = new ArrayList<>();
    long payloads = meter.fullBlocks().stream().mapToLong(Head::payloadBytes).sum();
    double perSecond = meter.transactions() / seconds;
    Optional<Shortfall> shortfall = settings.ofThroughput();
    figures.add(new Figure(name, TRANSACTIONS, perSecond, "1/s", transactionsAim.under(shortfall)));
    figures.add(
        new Figure(name, BYTES, payloads / seconds / 1e6, "MB/s", bytesAim.under(shortfall)));
    Histogram intervals = meter.intervalsMs();
    figures.add(
        Figure.of(name, "block interval p50", (double) intervals.getValueAtPercentile(50), "ms"));
    figures.add(
        Figure.of(name, "block interval p99", (double) intervals.getValueAtPercentile(99), "ms"));
    figures.add(Figure.of(name, "receipt p50", sender.receiptMs(50), "ms"));
    figures.add(Figure.of(name, "receipt p99", sender.receiptMs(99), "ms"));
    figures.add(
        Figure.of(
            name,
            "node processor time per transaction",
            cpuSeconds * 1e6 / Math.max(1, meter.transactions()),
            "µs"));
    figures.add(Figure.of(name, "node peak memory", (double) peakMib, "MiB"));
    sender
        .refused()
        .forEach((code, n) -> figures.add(Figure.of(name, "refused " + code, (double) n, "")));
    return figures;
  }
}
