package weft.cli.devnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
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

  /// Below this part of the rate that was asked for, the user is told.
  private static final double ENOUGH = 0.75;

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
    Optional<Path> file =
        json == null || isJsonOnOutput() ? Optional.empty() : Optional.of(Path.of(json));
    file.ifPresent(DevnetCommand::requireWritable);
    LogSetup.quiet();
    StopSignal stop = StopSignal.install();
    OptionalLong limit = forMs == null ? OptionalLong.empty() : OptionalLong.of(forMs);
    try (TemporaryFolder folder = TemporaryFolder.open("weft-devnet-", data);
        Devnet devnet = Devnet.start(new Devnet.Plan(folder.path(), portBase, rate, seed, limit))) {
      if (headless || isJsonOnOutput() || !Screen.isAvailable()) {
        printLines(devnet, stop);
      } else {
        drawScreen(devnet, stop);
      }
      Optional<CliException> problem = devnet.problem();
      remark(
          problem.isPresent()
              ? "Stopping: it cannot go on."
              : "Stopping: waiting for the last transactions ...");
      double swapsPerSecond = devnet.swapsPerSecond();
      Summary summary = devnet.finish();
      // Before it is closed: what it did is worth more than how it ends.
      print(summary, file);
      if (swapsPerSecond < rate * ENOUGH) {
        remark(
            "sent %d of the %d swaps per second of --rate: a trader waits for each receipt, and stays away after a refusal"
                .formatted(Math.round(swapsPerSecond), rate));
      }
      problem = problem.or(devnet::problem);
      problem.ifPresent(this::print);
      return summary.isSound() && problem.isEmpty() ? 0 : 1;
    }
  }

  private void printLines(Devnet devnet, StopSignal stop) throws InterruptedException {
    long deadlineNs = deadlineNs(devnet);
    boolean first = true;
    while (!stop.await(first ? 0 : waitMs(LINE_MS, deadlineNs)) && goesOn(devnet, deadlineNs)) {
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
    long deadlineNs = deadlineNs(devnet);
    try (Screen screen = new Screen(spec.commandLine().getOut(), Screen.wantsColours())) {
      screen.open();
      do {
        Screen.Size size = screen.size();
        screen.draw(LiveView.lines(devnet.snapshot(), size.width(), size.height()));
      } while (!stop.await(waitMs(FRAME_MS, deadlineNs)) && goesOn(devnet, deadlineNs));
    }
  }

  /// From the same moment as the time that is shown.
  private long deadlineNs(Devnet devnet) {
    return devnet.startedAtNs()
        + TimeUnit.MILLISECONDS.toNanos(forMs == null ? Long.MAX_VALUE / 2_000_000 : forMs);
  }

  private static boolean goesOn(Devnet devnet, long deadlineNs) {
    return System.nanoTime() - deadlineNs < 0 && devnet.problem().isEmpty();
  }

  private static long waitMs(long mostMs, long deadlineNs) {
    long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
    return Math.clamp(leftMs + 1, 1, mostMs);
  }

  private void print(Summary summary, Optional<Path> file) {
    String document = Output.toJson(summary.document());
    file.ifPresent(path -> write(path, document));
    if (isJsonOnOutput()) {
      spec.commandLine().getOut().println(document);
      spec.commandLine().getOut().flush();
    }
    summary.lines().forEach(this::remark);
  }

  private void print(CliException problem) {
    spec.commandLine().getErr().println("weft: " + problem.getMessage());
    spec.commandLine().getErr().println("      " + problem.nextStep());
    spec.commandLine().getErr().flush();
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

  /// Now, and not only when there is a summary to be lost.
  private static void requireWritable(Path file) {
    try {
      boolean isNew = !Files.exists(file);
      FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      if (isNew) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw CliException.usage(
          "--json: " + file + " cannot be written: " + reason(e),
          "Name a file in a folder that is there and is yours, or - for standard output.");
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such folder";
      case FileSystemException ofFile when ofFile.getReason() != null -> ofFile.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static void write(Path file, String document) {
    try {
      Files.writeString(file, document + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
