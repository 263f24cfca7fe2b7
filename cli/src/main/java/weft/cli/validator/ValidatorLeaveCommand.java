package weft.cli.validator;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.Format;
import weft.cli.Output;
import weft.cli.RemoteState;
import weft.cli.transaction.Delivery;
import weft.ledger.parameter.ValidatorParameters;
import weft.protocol.transaction.Action;

/// `weft validator leave`.
@Command(
    name = "leave",
    description = {
      "Take the operator's validator out for good. Keep its node running until 'weft validator"
          + " list' shows it no more, two blocks later.",
      "The bond can be claimed validator.unbonding-blocks later; until then it answers for what the"
          + " validator did. Its keys never serve again."
    },
    footer = {
      "",
      "Examples:",
      "  weft validator leave --data my-validator",
      "  weft validator leave --key operator.key --node node.example.org:9601"
    })
public final class ValidatorLeaveCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private OperatorOption operator = new OperatorOption();
  @Mixin private Delivery delivery = new Delivery();

  @Override
  public Integer call() throws InterruptedException {
    return delivery.send(
        operator.read(),
        output,
        _ -> List.of(new Action.LeaveValidators()),
        (client, height) -> {
          long unbonding = ValidatorParameters.read(RemoteState.of(client)).unbondingBlocks();
          return new Delivery.Told(
              Map.of("lastHeight", height + 1, "bondHeight", height + unbonding),
              "It votes up to block %s. Its bond can be claimed from block %s on: weft claim"
                  .formatted(Format.count(height + 1), Format.count(height + unbonding)));
        });
  }
}
