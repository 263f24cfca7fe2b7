package weft.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import weft.bench.load.BenchChain;
import weft.bench.load.BlockMeter;
import weft.bench.load.Sender;
import weft.bench.load.SignedFile;

/// Whether blocks keep their interval at three times the rate that the node sustains.
public final class OverloadScenario implements Scenario {
  private static final int CALM_RATE = 2_000;
  private static final int STREAMS = 3;

  @Override
  public String name() {
    return "overload";
  }

  @Override
  public List<Figure> run(BenchSettings settings) throws IOException, InterruptedException {
    Path calmFile = settings.folder().resolve(name() + "-calm.signed");
    Path file = settings.folder().resolve(name() + ".signed");
    try (LoadedNode node = LoadedNode.start(settings.folder().resolve(name()), 4)) {
      settings.say(name() + ": signing");
      SignedFile.write(calmFile, CALM_RATE * settings.seconds(), 256, node.rollups(), 0);
      int next = CALM_RATE * settings.seconds() / BenchChain.SENDERS + 1;
      SignedFile.write(file, 45_000 * settings.seconds(), 256, node.rollups(), next);
      settings.say(name() + ": calm, then more than the node can take");
      Histogram calm = load(node, new Sender(false), calmFile, CALM_RATE, 64, settings.seconds());
      Sender flood = new Sender(false);
      Histogram busy = load(node, flood, file, 0, 512, settings.seconds());
      List<Figure> figures = new ArrayList<>();
      double calmMs = calm.getValueAtPercentile(50);
      double busyMs = busy.getValueAtPercentile(50);
      figures.add(new Figure(name(), "block interval p50, calm", calmMs, "ms", ""));
      figures.add(new Figure(name(), "block interval p50, flooded", busyMs, "ms", ""));
      figures.add(new Figure(name(), "interval ratio", busyMs / calmMs, "", "at most 1.5"));
      figures.add(
          new Figure(name(), "node peak memory", node.process().peakMemoryMib(), "MiB", ""));
      flood
          .refused()
          .forEach((code, n) -> figures.add(new Figure(name(), "refused " + code, n, "", "")));
      return figures;
    }
  }

  private static Histogram load(
      LoadedNode node, Sender sender, Path file, int rate, int window, int seconds)
      throws IOException, InterruptedException {
    try (BlockMeter meter = new BlockMeter(node.client())) {
      sender.send(node.client(), file, rate, 64 * STREAMS, window, seconds);
      return meter.intervalsMs();
    }
  }
}
