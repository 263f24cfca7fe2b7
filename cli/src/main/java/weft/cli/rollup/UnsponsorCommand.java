package weft.cli.rollup;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.transaction.Sending;
import weft.protocol.transaction.Action;

/// `weft rollup unsponsor`.
@Command(
    name = "unsponsor",
    description = "Stop paying for other people's payloads to a rollup.",
    footer = {"", "Example:", "  weft rollup unsponsor my-rollup"})
public final class UnsponsorCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();

  @Parameters(paramLabel = "ROLLUP", description = "The rollup's name.")
  private String rollup = "";

  @Override
  public Integer call() throws InterruptedException {
    return sending.send(output, true, new Action.CloseSponsorship(Parse.rollup(rollup)));
  }
}
