package weft.cli.parameter;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.CliException;
import weft.cli.Output;
import weft.cli.transaction.ActivationOption;
import weft.cli.transaction.Sending;
import weft.ledger.parameter.Parameter;
import weft.node.configuration.EditDistance;
import weft.protocol.transaction.Action;

/// `weft parameter approve`.
@Command(
    name = "approve",
    description =
        "Approve a value from a height on. It takes effect there if enough governance keys approve"
            + " the same name, value and height.",
    footer = {
      "",
      "Examples:",
      "  weft parameter approve fee.byte-target 4194304 --after 200 --key governance.key",
      "  weft parameter approve fee.shares 3000/2000/5000/0 --at-height 120000"
    })
public final class ParameterApproveCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();
  @Mixin private ActivationOption activation = new ActivationOption();

  @Parameters(index = "0", paramLabel = "NAME", description = "The parameter's name.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "VALUE", description = "Its new value.")
  private String value = "";

  @Override
  public Integer call() throws InterruptedException {
    check(name, value);
    return sending.send(
        output,
        true,
        client ->
            List.of(new Action.ChangeParameter(name, value, activation.height(client, output))));
  }

  /// @throws CliException if there is no such parameter or the value is out of its range
  static void check(String name, String value) {
    Parameter parameter =
        Parameter.ofId(name)
            .orElseThrow(
                () ->
                    CliException.usage(
                        "there is no parameter '" + name + "'",
                        "The nearest is '" + nearest(name) + "'; see: weft parameter list"));
    if (!parameter.accepts(value)) {
      throw CliException.usage(
          "'" + value + "' is no value for " + name, "Choose " + parameter.range() + ".");
    }
  }

  private static String nearest(String name) {
    String best = "";
    int least = Integer.MAX_VALUE;
    for (Parameter parameter : Parameter.values()) {
      int distance = EditDistance.between(name, parameter.id());
      if (distance < least) {
        least = distance;
        best = parameter.id();
      }
    }
    return best;
  }
}
