package weft.cli.devnet;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.DurationConverter;
import weft.cli.StopSignal;
import weft.cli.SummaryOption;
import weft.cli.TemporaryFolder;
import weft.cli.market.MarketRun;
import weft.cli.node.LogSetup;

/// `weft devnet`.
@Command(
    name = "devnet",
    description =
        "Run a whole Weft on this machine: a node, two AMM rollups that verify every lane block,"
            + " bots that trade on them, and builders that bid for the heads of their lanes. Exit"
            + " status 1: a receipt was lost or a lane not verified.",
    footer = {
      "",
      "Examples:",
      "  weft devnet",
      "  weft devnet --for 30s --rate 500",
      "  weft devnet --data my-devnet",
      "  weft devnet --for 10s --headless --json summary.json"
    })
public final class DevnetCommand implements Callable<Integer> {
  private static final int MAX_RATE = 20_000;

  @Mixin private SummaryOption summary = new SummaryOption();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Stop after this time, such as 30s or 5m. Default: until Ctrl-C.")
  private @Nullable Long forMs;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Swaps per second over both rollups, 1 to 20000. Default: 200 per second.")
  private int rate;

  @Option(
      names = "--no-builders",
      description = "Leave the builders out, who bid for the heads of the lanes.")
  private boolean noBuilders;

  @Option(
      names = "--headless",
      description =
          "Print a line per second instead of the live view; so it is where there is no terminal.")
  private boolean headless;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep everything here, and go on from it next time. Default: a temporary folder that is"
              + " removed.")
  private @Nullable Path data;

  @Option(
      names = "--port-base",
      paramLabel = "N",
      defaultValue = "9600",
      description =
          "HTTP listens on this port and gRPC on the next; 0 = any free ports. Default: 9600.")
  private int portBase;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the bots' random choices. Default: 1.")
  private long seed;

  @Override
  public Integer call() throws InterruptedException {
    if (rate < 1 || rate > MAX_RATE) {
      throw CliException.usage("--rate is 1 to " + MAX_RATE + ", not " + rate, "Choose another.");
    }
    summary.requireWritable();
    LogSetup.quiet();
    StopSignal stop = StopSignal.install();
    OptionalLong limit = forMs == null ? OptionalLong.empty() : OptionalLong.of(forMs);
    try (TemporaryFolder folder = TemporaryFolder.open("weft-devnet-", data);
        Devnet devnet =
            Devnet.start(
                new Devnet.Plan(folder.path(), portBase, rate, seed, limit, !noBuilders))) {
      return new MarketRun.Show(summary, headless, rate, limit).run(devnet, stop);
    }
  }
}
