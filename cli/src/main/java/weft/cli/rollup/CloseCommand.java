package weft.cli.rollup;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.transaction.ActivationOption;
import weft.cli.transaction.Sending;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;

/// `weft rollup close`.
@Command(
    name = "close",
    description =
        "End a rollup's lane at a later height. The bond can be claimed after the unbonding delay.",
    footer = {"", "Example:", "  weft rollup close my-rollup --after 1000"})
public final class CloseCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();
  @Mixin private ActivationOption activation = new ActivationOption();

  @Parameters(paramLabel = "ROLLUP", description = "The rollup's name.")
  private String rollup = "";

  @Override
  public Integer call() throws InterruptedException {
    RollupId id = Parse.rollup(rollup);
    return sending.send(
        output,
        true,
        client -> List.of(new Action.CloseRollup(id, activation.height(client, output))));
  }
}
