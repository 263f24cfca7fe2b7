package weft.cli.upgrade;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.cli.Format;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.RemoteState;
import weft.cli.transaction.ApprovalOutcome;
import weft.cli.transaction.Delivery;
import weft.cli.validator.OperatorOption;
import weft.ledger.state.ApprovalRecord;
import weft.ledger.state.StateReader;
import weft.ledger.state.UpgradeRecord;
import weft.protocol.transaction.Action;

/// `weft upgrade announce`.
@Command(
    name = "announce",
    description = {
      "Approve an upgrade of the software, as the operator of a validator.",
      "Once validators with more than two thirds of power approved the same name, height and hash,"
          + " nodes without it stop before that height."
    },
    footer = {
      "",
      "Example:",
      "  weft upgrade announce v2 --height 1200000 --data my-validator --hash"
          + " 0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    })
public final class UpgradeAnnounceCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private OperatorOption operator = new OperatorOption();
  @Mixin private Delivery delivery = new Delivery();

  @Parameters(paramLabel = "NAME", description = "What the upgraded software calls itself.")
  private String name = "";

  @Option(
      names = "--height",
      paramLabel = "HEIGHT",
      required = true,
      description =
          "The first height that only the upgraded software executes; at least parameter"
              + " change.min-delay-blocks away when it is decided.")
  private long height;

  @Option(
      names = "--hash",
      paramLabel = "HASH",
      required = true,
      description = "The hash that the upgraded software answers to, as its release says.")
  private String hash = "";

  @Override
  public Integer call() throws InterruptedException {
    UpgradeRecord upgrade = new UpgradeRecord(name, height, Parse.hash("--hash", hash));
    return delivery.send(
        operator.read(),
        output,
        _ -> List.of(new Action.AnnounceUpgrade(name, height, upgrade.hash())),
        (client, _) -> progress(RemoteState.of(client), upgrade));
  }

  private static Delivery.Told progress(StateReader state, UpgradeRecord upgrade) {
    long from = upgrade.activationHeight();
    return state.upgrade().filter(upgrade::equals).isPresent()
        ? ApprovalOutcome.decided(
            from, "Decided: nodes without it stop before block " + Format.count(from) + ".")
        : ApprovalOutcome.open(
            state,
            from,
            state
                .approval(ApprovalRecord.idOf(upgrade))
                .map(ApprovalRecord::keys)
                .orElse(List.of()));
  }
}
