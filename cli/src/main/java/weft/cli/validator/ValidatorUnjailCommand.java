package weft.cli.validator;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.Output;
import weft.cli.transaction.Delivery;
import weft.protocol.transaction.Action;

/// `weft validator unjail`.
@Command(
    name = "unjail",
    description =
        "Bring the operator's validator back that was jailed for downtime, at the earliest"
            + " validator.jail-blocks later. Let its node run and catch up first.",
    footer = {"", "Example:", "  weft validator unjail --data my-validator"})
public final class ValidatorUnjailCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private OperatorOption operator = new OperatorOption();
  @Mixin private Delivery delivery = new Delivery();

  @Override
  public Integer call() throws InterruptedException {
    return delivery.send(
        operator.read(),
        output,
        _ -> List.of(new Action.Unjail()),
        VotesFrom.block("It votes from block %s on."));
  }
}
