package weft.cli.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.rollup.client.RegisteredRollup;
import weft.rollup.client.WeftClient;

/// `weft rollup list`.
@Command(
    name = "list",
    description = "List the registered rollups by name.",
    footer = {
      "",
      "Examples:",
      "  weft rollup list",
      "  weft rollup list --after amm-east --max 10"
    })
public final class ListCommand implements Callable<Integer> {
  private static final int PAGE = 100;

  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();

  @Option(
      names = "--after",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Only names after this one.")
  private String after = "";

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "1000",
      description = "At most this many rollups. Default: 1000.")
  private int max;

  @Override
  public Integer call() throws InterruptedException {
    return node.call(
        client -> {
          List<RegisteredRollup> rollups = read(client);
          output.print(
              Map.of("rollups", rollups.stream().map(RollupText::document).toList()),
              rollups.isEmpty()
                  ? new String[] {"no rollups; register one with: weft rollup register NAME"}
                  : rollups.stream().map(RollupText::shortLine).toArray(String[]::new));
          return 0;
        });
  }

  private List<RegisteredRollup> read(WeftClient client) {
    List<RegisteredRollup> all = new ArrayList<>();
    String last = after;
    while (all.size() < max) {
      List<RegisteredRollup> page =
          NodeOption.require(client.chain().rollups(last, Math.min(PAGE, max - all.size())));
      if (page.isEmpty()) {
        break;
      }
      all.addAll(page);
      last = page.getLast().rollup().name();
    }
    return all;
  }
}
