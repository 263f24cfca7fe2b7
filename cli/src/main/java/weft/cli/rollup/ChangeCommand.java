package weft.cli.rollup;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.transaction.ActivationOption;
import weft.cli.transaction.Sending;
import weft.primitives.Address;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.RegisteredRollup;
import weft.rollup.client.WeftClient;

/// `weft rollup change`.
@Command(
    name = "change",
    description = "Announce other terms, or another owner, for a later height.",
    footer = {
      "",
      "Examples:",
      "  weft rollup change my-rollup --policy priority",
      "  weft rollup change my-rollup --new-owner dev:1 --after 1000",
      "  weft rollup change my-rollup --reserve 5000 --partner amm-east,amm-west"
    })
public final class ChangeCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();
  @Mixin private TermsOptions terms = new TermsOptions();
  @Mixin private ActivationOption activation = new ActivationOption();

  @Parameters(paramLabel = "ROLLUP", description = "The rollup's name.")
  private String rollup = "";

  @Option(
      names = "--new-owner",
      paramLabel = "ACCOUNT|dev:N",
      description = "Who owns it from then on. Default: stays.")
  private @Nullable String newOwner;

  @Override
  public Integer call() throws InterruptedException {
    RollupId id = Parse.rollup(rollup);
    Optional<Address> owner =
        Optional.ofNullable(newOwner).map(text -> Parse.account("--new-owner", text));
    return sending.send(output, true, client -> List.of(change(client, id, owner)));
  }

  private Action change(WeftClient client, RollupId id, Optional<Address> owner) {
    RegisteredRollup now = NodeOption.require(client.chain().rollup(id));
    return new Action.ChangeRollup(
        id, terms.over(now.terms()), owner, activation.height(client, output));
  }
}
