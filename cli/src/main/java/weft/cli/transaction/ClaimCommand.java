package weft.cli.transaction;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.Output;
import weft.protocol.transaction.Action;

/// `weft claim`.
@Command(
    name = "claim",
    description =
        "Move all that an account has earned, or got back, in one asset into its balance.",
    footer = {"", "Examples:", "  weft claim", "  weft claim --asset usd --key payee.key"})
public final class ClaimCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();
  @Mixin private AssetOption asset = new AssetOption();

  @Override
  public Integer call() throws InterruptedException {
    return sending.send(output, true, client -> List.of(new Action.Claim(asset.of(client))));
  }
}
