package weft.cli.rollup;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.RegisteredRollup;

/// `weft rollup show`.
@Command(
    name = "show",
    description = "Show a rollup's entry in the registry.",
    footer = {
      "",
      "Examples:",
      "  weft rollup show my-rollup",
      "  weft rollup show my-rollup --json"
    })
public final class ShowCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();

  @Parameters(paramLabel = "ROLLUP", description = "The rollup's name.")
  private String rollup = "";

  @Override
  public Integer call() throws InterruptedException {
    RollupId id = Parse.rollup(rollup);
    return node.call(
        client -> {
          RegisteredRollup entry = NodeOption.require(client.chain().rollup(id));
          output.print(RollupText.document(entry), RollupText.lines(entry));
          return 0;
        });
  }
}
