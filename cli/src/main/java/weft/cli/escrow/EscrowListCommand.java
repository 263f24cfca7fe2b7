package weft.cli.escrow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.rollup.RollupOption;
import weft.primitives.Address;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.WaitingEscrow;

/// `weft escrow list`.
@Command(
    name = "list",
    description = {
      "Show what of a rollup's revenue waits for reports: of which block, in what package, who has"
          + " reported, and when it is divided at the latest.",
      "At most 100 blocks; --after continues."
    },
    footer = {
      "",
      "Examples:",
      "  weft escrow list --rollup amm-east",
      "  weft escrow list --rollup amm-east --after 1200 --json"
    })
public final class EscrowListCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private RollupOption rollup = new RollupOption();

  @Option(
      names = "--after",
      paramLabel = "HEIGHT",
      defaultValue = "0",
      description = "Only of later blocks. Default: of all.")
  private long after;

  @Override
  public Integer call() throws InterruptedException {
    RollupId id = rollup.id();
    return node.call(
        client -> {
          List<WaitingEscrow> waiting = NodeOption.require(client.chain().escrow(id, after));
          Map<String, Object> document = new LinkedHashMap<>();
          document.put("rollup", id.name());
          document.put("waiting", waiting.stream().map(EscrowListCommand::document).toList());
          output.print(document, lines(waiting));
          return 0;
        });
  }

  private static String[] lines(List<WaitingEscrow> waiting) {
    List<String> lines = new ArrayList<>();
    for (WaitingEscrow one : waiting) {
      lines.add(
          "block %s, in %s, by %s, divided at block %s at the latest"
              .formatted(
                  Format.count(one.height()),
                  one.asset(),
                  one.signal().id(),
                  Format.count(one.dueHeight())));
      for (WaitingEscrow.Share share : one.shares()) {
        lines.add(
            "  %s: %s, %s".formatted(share.rollup(), Format.amount(share.part()), reported(share)));
      }
    }
    if (waiting.isEmpty()) {
      lines.add("nothing waits");
    }
    return lines.toArray(String[]::new);
  }

  private static String reported(WaitingEscrow.Share share) {
    return share
        .reported()
        .map(amount -> "reported " + Format.amount(amount))
        .orElse(
            share.reporters().isEmpty()
                ? "not reported"
                : "reported by " + Format.count(share.reporters().size()) + ", not enough yet");
  }

  private static Map<String, Object> document(WaitingEscrow one) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("height", one.height());
    document.put("bid", one.bid().toString());
    document.put("asset", one.asset().name());
    document.put("signal", one.signal().id());
    document.put("dueHeight", one.dueHeight());
    document.put("rollups", one.shares().stream().map(EscrowListCommand::document).toList());
    return document;
  }

  private static Map<String, Object> document(WaitingEscrow.Share share) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rollup", share.rollup().name());
    document.put("part", share.part().toString());
    share.reported().ifPresent(amount -> document.put("reported", amount.toString()));
    document.put("reporters", share.reporters().stream().map(Address::toString).toList());
    return document;
  }
}
