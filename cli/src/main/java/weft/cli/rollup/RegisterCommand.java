package weft.cli.rollup;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.transaction.Sending;
import weft.protocol.transaction.Action;

/// `weft rollup register`.
@Command(
    name = "register",
    description =
        "Register a rollup; the signer becomes its owner and pays a bond that closing returns.",
    footer = {
      "",
      "Examples:",
      "  weft rollup register my-rollup",
      "  weft rollup register my-rollup --policy priority --payee dev:1 --key owner.key",
      "  weft rollup register my-rollup --gas-target 15000000 --gas-cap 30000000",
      "  weft rollup register my-rollup --mechanism first/nucleolus/none --market-asset weft"
    })
public final class RegisterCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();
  @Mixin private TermsOptions terms = new TermsOptions();

  @Parameters(
      paramLabel = "ROLLUP",
      description = "Its name: 3 to 32 characters of a-z, 0-9 and -.")
  private String rollup = "";

  @Override
  public Integer call() throws InterruptedException {
    Action register =
        new Action.RegisterRollup(
            Parse.rollup(rollup), terms.fresh(sending.key().read().address()));
    return sending.send(output, true, register);
  }
}
