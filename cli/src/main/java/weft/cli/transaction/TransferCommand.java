package weft.cli.transaction;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.Output;
import weft.cli.Parse;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.Action;

/// `weft transfer`.
@Command(
    name = "transfer",
    description = "Move an amount of one asset to another account, and wait for the block.",
    footer = {
      "",
      "Examples:",
      "  weft transfer dev:1 1_000_000",
      "  weft transfer 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 5000 --asset usd --key my.key"
    })
public final class TransferCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();
  @Mixin private AssetOption asset = new AssetOption();

  @Parameters(index = "0", paramLabel = "ACCOUNT|dev:N", description = "Who gets it.")
  private String to = "";

  @Parameters(
      index = "1",
      paramLabel = "AMOUNT",
      description = "How much, in the asset's smallest units.")
  private String amount = "";

  @Override
  public Integer call() throws InterruptedException {
    Address receiver = Parse.account("ACCOUNT", to);
    Amount units = Parse.amount("AMOUNT", amount);
    return sending.send(
        output, true, client -> List.of(new Action.Transfer(receiver, asset.of(client), units)));
  }
}
