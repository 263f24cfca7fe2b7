package weft.cli.validator;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.transaction.Delivery;
import weft.primitives.Amount;
import weft.protocol.transaction.Action;

/// `weft validator add-bond`.
@Command(
    name = "add-bond",
    description = "Add to the bond, and so to the power, of the operator's validator.",
    footer = {"", "Example:", "  weft validator add-bond 500_000_000_000 --data my-validator"})
public final class ValidatorAddBondCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private OperatorOption operator = new OperatorOption();
  @Mixin private Delivery delivery = new Delivery();

  @Parameters(
      paramLabel = "AMOUNT",
      description = "How much more, in the smallest units of the chain's default asset.")
  private String amount = "";

  @Override
  public Integer call() throws InterruptedException {
    Amount more = Parse.amount("AMOUNT", amount);
    return delivery.send(
        operator.read(),
        output,
        _ -> List.of(new Action.AddBond(more)),
        VotesFrom.block("Its power is greater from block %s on."));
  }
}
