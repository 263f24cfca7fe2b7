package weft.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
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
      SignedFile.write(file, 45_000 * settings.seconds(), 256, node.rollups(), 1);
      settings.say(name() + ": calm, then more than the node can take");
      Histogram calm =
          load(node, new Sender(false), calmFile, CALM_RATE, 64, 2 * settings.seconds())
              .intervalsMs();
      Sender flood = new Sender(false);
      Load busyLoad = load(node, flood, file, 0, 512, settings.seconds());
      Histogram busy = busyLoad.intervalsMs();
      List<Figure> figures = new ArrayList<>();
      double calmMs = calm.getValueAtPercentile(50);
      double busyMs = busy.getValueAtPercentile(50);
      figures.add(Figure.of(name(), "block interval p50, calm", calmMs, "ms"));
      figures.add(Figure.of(name(), "block interval p50, flooded", busyMs, "ms"));
      figures.add(new Figure(name(), "interval ratio", busyMs / calmMs, "", Aim.atMost(1.5)));
      figures.add(Figure.of(name(), "offered, flooded", busyLoad.offeredPerSecond(), "1/s"));
      figures.add(
          Figure.of(
              name(),
              "offered / soft",
              busyLoad.offeredPerSecond() / busyLoad.softPerSecond(),
              ""));
      figures.add(
          Figure.of(name(), "node peak memory", (double) node.process().peakMemoryMib(), "MiB"));
      flood
          .refused()
          .forEach((code, n) -> figures.add(Figure.of(name(), "refused " + code, (double) n, "")));
      return figures;
    }
  }

  /// @param offeredPerSecond what was sent and answered, refusals included
  private record Load(Histogram intervalsMs, double offeredPerSecond, double softPerSecond) {}

  private static Load load(
      LoadedNode node, Sender sender, Path file, int rate, int window, int seconds)
      throws IOException, InterruptedException {
    try (BlockMeter meter = new BlockMeter(node.client())) {
      double took = sender.send(node.client(), file, rate, 64 * STREAMS, window, seconds);
      long refused = sender.refused().values().stream().mapToLong(Long::longValue).sum();
      return new Load(
          meter.intervalsMs(),
          (sender.accepted() + refused) / took,
          Math.max(1, meter.transactions()) / took);
    }
  }
}
