package weft.cli.parameter;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.Output;
import weft.cli.RemoteState;
import weft.cli.transaction.ActivationOption;
import weft.cli.transaction.ApprovalOutcome;
import weft.cli.transaction.Delivery;
import weft.cli.transaction.Sending;
import weft.ledger.parameter.ConversionRate;
import weft.ledger.parameter.Parameter;
import weft.ledger.state.ApprovalRecord;
import weft.ledger.state.StateReader;
import weft.node.configuration.EditDistance;
import weft.protocol.transaction.Action;

/// `weft parameter approve`.
@Command(
    name = "approve",
    description = {
      "Approve a value from a height on. It takes effect there if enough approve the same name,"
          + " value and height: governance keys of the genesis or, on a network, operators of"
          + " validators with more than two thirds of the power.",
      "The first one may say --after; the others name the height that it came to."
    },
    footer = {
      "",
      "Examples:",
      "  weft parameter approve fee.byte-target 4194304 --after 200 --key governance.key",
      "  weft parameter approve fee.shares 3000/2000/5000/0 --at-height 120000 --data my-validator",
      "  weft parameter approve asset-rate.usd 1/1000 --after 500"
    })
public final class ParameterApproveCommand implements Callable<Integer> {
  private static final Pattern SEPARATOR = Pattern.compile("(?<=[0-9])[_,](?=[0-9])");

  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();
  @Mixin private ActivationOption activation = new ActivationOption();

  @Parameters(index = "0", paramLabel = "NAME", description = "The parameter's name.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "VALUE",
      description = "Its new value. Digits may be separated by _ or ','.")
  private String text = "";

  @Override
  public Integer call() throws InterruptedException {
    String value = SEPARATOR.matcher(text).replaceAll("");
    check(name, value);
    AtomicLong height = new AtomicLong();
    return sending.send(
        output,
        client -> {
          height.set(activation.height(client, output));
          return List.of(new Action.ChangeParameter(name, value, height.get()));
        },
        (client, _) ->
            progress(
                RemoteState.of(client), new Action.ChangeParameter(name, value, height.get())));
  }

  private static Delivery.Told progress(StateReader state, Action.ChangeParameter change) {
    Optional<ApprovalRecord> approval = state.approval(ApprovalRecord.idOf(change));
    long height = change.activationHeight();
    // Once it is in force its approvals are gone.
    return approval.map(ApprovalRecord::isScheduled).orElse(true)
        ? ApprovalOutcome.decided(
            height, "Decided: it takes effect at block " + Format.count(height) + ".")
        : ApprovalOutcome.open(state, height, approval.get().keys());
  }

  /// @throws CliException if there is no such parameter or the value is out of its range
  static void check(String name, String value) {
    if (ConversionRate.assetOf(name).isPresent()) {
      checkRate(name, value);
      return;
    }
    Parameter parameter = named(name);
    if (!parameter.accepts(value)) {
      throw CliException.usage(
          "'" + value + "' is no value for " + name, "Choose " + parameter.range() + ".");
    }
  }

  /// @throws CliException if there is no such parameter
  static Parameter named(String name) {
    return Parameter.ofId(name)
        .orElseThrow(
            () ->
                CliException.usage(
                    "there is no parameter '" + name + "'",
                    "The nearest is '" + nearest(name) + "'; see: weft parameter list"));
  }

  private static void checkRate(String name, String value) {
    if (!value.equals(ConversionRate.NONE) && ConversionRate.parse(value).isEmpty()) {
      throw CliException.usage(
          "'" + value + "' is no value for " + name,
          "Choose N/D, two numbers of 1 to 10^12, or none.");
    }
  }

  private static String nearest(String name) {
    return EditDistance.nearest(name, Arrays.stream(Parameter.values()).map(Parameter::id).toList())
        .orElseThrow();
  }
}
