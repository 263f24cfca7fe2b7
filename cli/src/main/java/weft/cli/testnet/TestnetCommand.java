package weft.cli.testnet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
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
import weft.cli.node.InstalledEngine;
import weft.cli.node.LogSetup;
import weft.node.network.FreePorts;
import weft.node.network.LocalNetwork;

/// `weft testnet`.
@Command(
    name = "testnet",
    description =
        "Run a whole network on this machine: validators as processes at 127.0.0.1, 127.0.0.2 and"
            + " so on, two AMM rollups that follow different nodes, bots and builders that submit"
            + " to any node, and, if asked, disturbances. Exit status 1: a receipt was lost, a lane"
            + " not verified, or nodes or rollups disagree.",
    footer = {
      "",
      "Examples:",
      "  weft testnet",
      "  weft testnet --for 60s --perturb kill,pause,restart",
      "  weft testnet --for 5m --perturb kill --all-at-once --seed 7 --headless --json summary.json"
    })
public final class TestnetCommand implements Callable<Integer> {
  private static final int MAX_RATE = 20_000;

  @Mixin private SummaryOption summary = new SummaryOption();

  @Option(
      names = "--validators",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many, 1 to 64. Default: 4, of which one may fail.")
  private int validators;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Stop after this time, such as 60s or 5m. Default: until Ctrl-C.")
  private @Nullable Long forMs;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Swaps per second over both rollups, 1 to 20000. Default: 200 per second.")
  private int rate;

  @Option(
      names = "--perturb",
      paramLabel = "KIND",
      split = ",",
      description =
          "Disturb nodes at random: kill, pause, restart, partition, disk; several with commas."
              + " Default: none.")
  private List<Perturbation> kinds = new ArrayList<>();

  @Option(
      names = "--all-at-once",
      description =
          "Disturb up to all nodes at once, and not only as many as may fail. Disks are lost by no"
              + " more than that in any case.")
  private boolean allAtOnce;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the bots' random choices and of the disturbances. Default: 1.")
  private long seed;

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
              + " removed if all went well.")
  private @Nullable Path data;

  @Option(
      names = "--port-base",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "A new network listens on this port and the next three, at each node's address; 0 = any"
              + " free ports. Default: 0.")
  private int portBase;

  @Override
  public Integer call() throws InterruptedException {
    Perturbations.Plan perturbations =
        new Perturbations.Plan(List.copyOf(new TreeSet<>(kinds)), allAtOnce, seed);
    requireSound(perturbations);
    var _ = InstalledEngine.require();
    summary.requireWritable();
    LogSetup.quiet();
    StopSignal stop = StopSignal.install();
    OptionalLong limit = forMs == null ? OptionalLong.empty() : OptionalLong.of(forMs);
    summary.remark("Starting the nodes ...");
    try (TemporaryFolder folder = TemporaryFolder.open("weft-testnet-", data)) {
      Testnet.Plan plan =
          new Testnet.Plan(
              folder.path(), validators, ports(), rate, seed, limit, !noBuilders, perturbations);
      int status = 1;
      try (Testnet testnet = Testnet.start(plan)) {
        status = new MarketRun.Show(summary, headless, rate, limit).run(testnet, stop);
      } finally {
        if (status != 0 && folder.leave()) {
          summary.remark("Left for a look, with the logs of all nodes: " + folder.path());
        }
      }
      return status;
    }
  }

  private void requireSound(Perturbations.Plan perturbations) {
    if (rate < 1 || rate > MAX_RATE) {
      throw CliException.usage("--rate is 1 to " + MAX_RATE + ", not " + rate, "Choose another.");
    }
    if (validators < 1 || validators > LocalNetwork.MAX_VALIDATORS) {
      throw CliException.usage(
          "--validators is 1 to " + LocalNetwork.MAX_VALIDATORS + ", not " + validators,
          "Choose another.");
    }
    boolean isNoneSpare = (validators - 1) / 3 == 0;
    if (isNoneSpare && !allAtOnce && !perturbations.kinds().isEmpty()) {
      throw CliException.usage(
          "of " + validators + " validators none may fail",
          "Take at least --validators 4, or --all-at-once.");
    }
    if (isNoneSpare && perturbations.kinds().contains(Perturbation.DISK)) {
      throw CliException.usage(
          "of " + validators + " validators none may lose its disk",
          "Take at least --validators 4.");
    }
  }

  private LocalNetwork.Ports ports() {
    if (portBase == 0) {
      return FreePorts.find(validators);
    }
    if (portBase < 1 || portBase > FreePorts.HIGHEST_BASE) {
      throw CliException.usage(
          "--port-base is 0 to " + FreePorts.HIGHEST_BASE + ", not " + portBase, "Choose another.");
    }
    Optional<String> taken = FreePorts.taken(portBase, validators);
    if (taken.isPresent()) {
      throw new CliException(
          "failed", "a port is taken: " + taken.get(), "Choose another --port-base, or 0.");
    }
    return FreePorts.from(portBase);
  }
}
