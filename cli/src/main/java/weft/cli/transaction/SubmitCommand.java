package weft.cli.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.cli.Output;
import weft.cli.Parse;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;

/// `weft submit`.
@Command(
    name = "submit",
    description =
        "Submit one payload to a rollup's lane. The node answers with a receipt once it is on"
            + " disk.",
    footer = {
      "",
      "Examples:",
      "  weft submit my-rollup --text \"hello, lane\" --wait",
      "  weft submit my-rollup --hex 0x68656c6c6f --key my.key --tip 1000",
      "  tar c docs | weft submit my-rollup --file -",
      "  weft submit my-rollup --text hello --sign-only > transaction.hex",
      "  weft submit my-rollup --text swap --hold-ms 5000 --refund-to ACCOUNT --refund-percent 80"
    })
public final class SubmitCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();

  @Parameters(paramLabel = "ROLLUP", description = "The rollup's name.")
  private String rollup = "";

  @ArgGroup(multiplicity = "1")
  private PayloadInput payload = new PayloadInput();

  @Mixin private OrderFlowOptions orderFlow = new OrderFlowOptions();

  @Option(
      names = "--gas",
      paramLabel = "GAS",
      defaultValue = "0",
      description =
          "The gas that the rollup may spend on the payload; 0 where it has no gas dimension.")
  private long gas;

  @Override
  public Integer call() throws InterruptedException {
    Action submit =
        new Action.Submit(
            Parse.rollup(rollup), List.of(new Payload(payload.read(), Math.max(0, gas))));
    List<Action> actions = new ArrayList<>(List.of(submit));
    actions.addAll(orderFlow.actions());
    return sending.send(output, orderFlow.hold(), actions);
  }
}
