package weft.cli.devnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import weft.cli.CliException;
import weft.cli.DurationConverter;
import weft.cli.Output;
import weft.cli.StopSignal;
import weft.cli.TemporaryFolder;
import weft.cli.node.LogSetup;

/// `weft devnet`.
@Command(
    name = "devnet",
    description =
        "Run a whole Weft on this machine: a node, two AMM rollups that verify every lane block,"
            + " and bots that trade on them. Exit status 1: a receipt was lost or a lane not"
            + " verified.",
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
  private static final long FRAME_MS = 250;
  private static final long LINE_MS = 1_000;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

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
      names = "--headless",
      description =
          "Print a line per second instead of the live view; so it is where there is no terminal.")
  private boolean headless;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the summary as JSON to this file; - is standard output.")
  private @Nullable String json;

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
    LogSetup.quiet();
    StopSignal stop = StopSignal.install();
    OptionalLong limit = forMs == null ? OptionalLong.empty() : OptionalLong.of(forMs);
    Summary summary;
    try (TemporaryFolder folder = TemporaryFolder.open("weft-devnet-", data);
        Devnet devnet = Devnet.start(new Devnet.Plan(folder.path(), portBase, rate, seed, limit))) {
      if (headless || isJsonOnOutput() || !Screen.isAvailable()) {
        printLines(devnet, stop);
      } else {
        drawScreen(devnet, stop);
      }
      remark("Stopping: waiting for the last transactions ...");
      summary = devnet.finish();
    }
    print(summary);
    return summary.isSound() ? 0 : 1;
  }

  private void printLines(Devnet devnet, StopSignal stop) throws InterruptedException {
    long deadlineNs = deadlineNs();
    boolean first = true;
    while (!stop.await(first ? 0 : waitMs(LINE_MS, deadlineNs)) && isBefore(deadlineNs)) {
      Snapshot now = devnet.snapshot();
      if (first) {
        first = false;
        remark("weft devnet: HTTP %s, gRPC %s. Ctrl-C stops.".formatted(now.http(), now.grpc()));
      } else {
        remark(LiveView.line(now));
      }
    }
  }

  private void drawScreen(Devnet devnet, StopSignal stop) throws InterruptedException {
    long deadlineNs = deadlineNs();
    try (Screen screen = new Screen(spec.commandLine().getOut(), Screen.wantsColours())) {
      screen.open();
      do {
        Screen.Size size = screen.size();
        screen.draw(LiveView.lines(devnet.snapshot(), size.width(), size.height()));
      } while (!stop.await(waitMs(FRAME_MS, deadlineNs)) && isBefore(deadlineNs));
    }
  }

  private long deadlineNs() {
    return System.nanoTime()
        + TimeUnit.MILLISECONDS.toNanos(forMs == null ? Long.MAX_VALUE / 2_000_000 : forMs);
  }

  private static boolean isBefore(long deadlineNs) {
    return System.nanoTime() - deadlineNs < 0;
  }

  private static long waitMs(long mostMs, long deadlineNs) {
    long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
    return Math.clamp(leftMs + 1, 1, mostMs);
  }

  private void print(Summary summary) {
    if (json != null) {
      String document = Output.toJson(summary.document());
      if (isJsonOnOutput()) {
        spec.commandLine().getOut().println(document);
        spec.commandLine().getOut().flush();
      } else {
        write(Path.of(json), document);
      }
    }
    summary.lines().forEach(this::remark);
  }

  private boolean isJsonOnOutput() {
    return "-".equals(json);
  }

  /// To standard output, or to standard error where that is for the JSON document.
  private void remark(String line) {
    var out = isJsonOnOutput() ? spec.commandLine().getErr() : spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private static void write(Path file, String document) {
    try {
      Files.writeString(file, document + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
