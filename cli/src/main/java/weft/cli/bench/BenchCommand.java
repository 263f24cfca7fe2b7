package weft.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.bench.Bench;
import weft.bench.market.MarketBench;
import weft.bench.network.NetworkBench;
import weft.bench.scenario.BenchSettings;
import weft.bench.scenario.Figure;
import weft.bench.scenario.Scenario;
import weft.cli.CliException;
import weft.cli.Output;
import weft.cli.TemporaryFolder;
import weft.cli.node.InstalledEngine;
import weft.cli.node.LogSetup;
import weft.node.network.LocalNetwork;

/// `weft bench`.
@Command(
    name = "bench",
    description =
        "Measure this machine: each scenario starts a node of its own and loads it over gRPC. With"
            + " --network, a network of validators beside its engine's own application. With"
            + " --market, auctions on one thread.",
    footer = {
      "",
      "Examples:",
      "  weft bench",
      "  weft bench limits throughput-256 --seconds 60",
      "  weft bench follower --lane-megabytes 5000",
      "  weft bench throughput-256 --profile",
      "  weft bench --network 4",
      "  weft bench --market",
      "  weft bench --market nucleolus-8-rollups shapley-12-rollups --seconds 10",
      "  weft bench --json > bench.json"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int SECONDS = 15;
  private static final int NETWORK_SECONDS = 10;

  @Mixin private Output output = new Output();

  @Parameters(
      paramLabel = "SCENARIO",
      description = "Which scenarios to run; all if none is named. See docs/benchmarks.md.")
  private List<String> scenarios = new ArrayList<>();

  @Option(
      names = "--network",
      paramLabel = "N",
      description = "Measure N validators on this machine instead of scenarios; 1 to 64.")
  private @Nullable Integer network;

  @Option(
      names = "--market",
      description =
          "Measure what auctions cost, in scenarios of their own; --seconds is for all of them.")
  private boolean market;

  @Option(
      names = "--seconds",
      description = "Length of each measured load, in seconds. Default: 15; 10 with --network.")
  private @Nullable Integer seconds;

  @Option(
      names = "--lane-megabytes",
      defaultValue = "500",
      description = "Lane that the follower scenario fills, in MB. Default: ${DEFAULT-VALUE}.")
  private int laneMegabytes = 500;

  @Option(
      names = "--accounts",
      defaultValue = "1000000",
      description = "Accounts on the chain of the follower scenario. Default: ${DEFAULT-VALUE}.")
  private int accounts = 1_000_000;

  @Option(
      names = "--profile",
      description = "Also report where the node's processor time goes, by package (Linux).")
  private boolean profile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> known =
        (market ? MarketBench.scenarios() : Bench.scenarios())
            .stream().map(Scenario::name).toList();
    for (String scenario : scenarios) {
      if (!known.contains(scenario)) {
        throw CliException.usage("there is no scenario " + scenario, "Choose from " + known + ".");
      }
    }
    int length = seconds != null ? seconds : network != null ? NETWORK_SECONDS : SECONDS;
    if (length < 1 || laneMegabytes < 1 || accounts < 1) {
      throw CliException.usage("a size or length is below 1", "Choose at least 1.");
    }
    if (network != null && (network < 1 || network > LocalNetwork.MAX_VALIDATORS)) {
      throw CliException.usage(
          network + " validators are not measured",
          "Choose 1 to " + LocalNetwork.MAX_VALIDATORS + ".");
    }
    if (network != null && (market || !scenarios.isEmpty())) {
      throw CliException.usage(
          "--network measures a network and takes neither --market nor a scenario",
          "Leave out the others.");
    }
    LogSetup.quiet();
    try (TemporaryFolder folder = TemporaryFolder.open("weft-bench-", null)) {
      BenchSettings settings =
          new BenchSettings(
              length, laneMegabytes, accounts, profile, folder.path(), output::remark);
      List<Figure> figures =
          market
              ? MarketBench.run(scenarios, settings)
              : network == null
                  ? Bench.run(scenarios, settings)
                  : NetworkBench.run(network, InstalledEngine.require(), settings);
      output.print(Bench.document(figures), Bench.table(figures).toArray(String[]::new));
    }
    return 0;
  }
}
