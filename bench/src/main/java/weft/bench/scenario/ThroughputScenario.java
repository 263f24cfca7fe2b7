package weft.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import weft.bench.load.BlockMeter;
import weft.bench.load.Sender;
import weft.bench.load.SignedFile;
import weft.rollup.client.Head;

/// How much becomes soft per second when the load never pauses.
public final class ThroughputScenario implements Scenario {
  private static final long DRAIN_TIMEOUT_MS = 60_000;

  private final String name;
  private final int payloadBytes;
  private final int rollups;
  private final int expectedPerSecond;
  private final int batchSize;
  private final int window;
  private final String aim;
  private final boolean inBytes;

  private ThroughputScenario(
      String name,
      int payloadBytes,
      int rollups,
      int expectedPerSecond,
      int batchSize,
      int window,
      String aim,
      boolean inBytes) {
    this.name = name;
    this.payloadBytes = payloadBytes;
    this.rollups = rollups;
    this.expectedPerSecond = expectedPerSecond;
    this.batchSize = batchSize;
    this.window = window;
    this.aim = aim;
    this.inBytes = inBytes;
  }

  /// Payloads of 256 bytes, over a number of rollups.
  public static ThroughputScenario ofSmallPayloads(String name, int rollups) {
    return new ThroughputScenario(
        name, 256, rollups, 25_000, 128, 48, "20000 transactions/s", false);
  }

  /// Payloads of 64 KiB.
  public static ThroughputScenario ofLargePayloads() {
    return new ThroughputScenario(
        "throughput-64k", 64 << 10, 4, 1_200, 8, 16, "60 MB/s of payloads", true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Figure> run(BenchSettings settings) throws IOException, InterruptedException {
    Path file = settings.folder().resolve(name + ".signed");
    int count = expectedPerSecond * settings.seconds();
    try (LoadedNode node = LoadedNode.start(settings.folder().resolve(name), rollups)) {
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
        return figures(meter, sender, seconds, cpu, node.process().peakMemoryMib());
      }
    }
  }

  private List<Figure> figures(
      BlockMeter meter, Sender sender, double seconds, double cpuSeconds, long peakMib) {
    List<Figure> figures = new ArrayList<>();
    long payloads = meter.fullBlocks().stream().mapToLong(Head::payloadBytes).sum();
    double perSecond = meter.transactions() / seconds;
    figures.add(new Figure(name, "soft transactions", perSecond, "1/s", inBytes ? "" : aim));
    figures.add(
        new Figure(
            name, "soft payload bytes", payloads / seconds / 1e6, "MB/s", inBytes ? aim : ""));
    Histogram intervals = meter.intervalsMs();
    figures.add(
        new Figure(name, "block interval p50", intervals.getValueAtPercentile(50), "ms", ""));
    figures.add(
        new Figure(name, "block interval p99", intervals.getValueAtPercentile(99), "ms", ""));
    figures.add(new Figure(name, "receipt p50", sender.receiptMs(50), "ms", ""));
    figures.add(new Figure(name, "receipt p99", sender.receiptMs(99), "ms", ""));
    figures.add(
        new Figure(
            name,
            "node processor time per transaction",
            cpuSeconds * 1e6 / Math.max(1, meter.transactions()),
            "µs",
            ""));
    figures.add(new Figure(name, "node peak memory", peakMib, "MiB", ""));
    sender
        .refused()
        .forEach((code, n) -> figures.add(new Figure(name, "refused " + code, n, "", "")));
    return figures;
  }
}
