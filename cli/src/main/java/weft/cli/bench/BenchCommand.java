package weft.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.bench.Bench;
import weft.bench.scenario.BenchSettings;
import weft.bench.scenario.Figure;
import weft.bench.scenario.Scenario;
import weft.cli.CliException;
import weft.cli.Output;
import weft.cli.TemporaryFolder;
import weft.cli.node.LogSetup;

/// `weft bench`.
@Command(
    name = "bench",
    description =
        "Measure this machine: each scenario starts a node of its own and loads it over gRPC.",
    footer = {
      "",
      "Examples:",
      "  weft bench",
      "  weft bench limits throughput-256 --seconds 60",
      "  weft bench follower --lane-megabytes 5000",
      "  weft bench throughput-256 --profile",
      "  weft bench --json > bench.json"
    })
public final class BenchCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(
      paramLabel = "SCENARIO",
      description = "Which scenarios to run; all if none is named. See docs/benchmarks.md.")
  private List<String> scenarios = new ArrayList<>();

  @Option(
      names = "--seconds",
      defaultValue = "15",
      description = "Length of each measured load, in seconds. Default: ${DEFAULT-VALUE}.")
  private int seconds = 15;

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
    List<String> known = Bench.scenarios().stream().map(Scenario::name).toList();
    for (String scenario : scenarios) {
      if (!known.contains(scenario)) {
        throw CliException.usage("there is no scenario " + scenario, "Choose from " + known + ".");
      }
    }
    if (seconds < 1 || laneMegabytes < 1 || accounts < 1) {
      throw CliException.usage("a size or length is below 1", "Choose at least 1.");
    }
    LogSetup.quiet();
    try (TemporaryFolder folder = TemporaryFolder.open("weft-bench-", null)) {
      List<Figure> figures =
          Bench.run(
              scenarios,
              new BenchSettings(
                  seconds, laneMegabytes, accounts, profile, folder.path(), output::remark));
      output.print(Bench.document(figures), Bench.table(figures).toArray(String[]::new));
    }
    return 0;
  }
}
