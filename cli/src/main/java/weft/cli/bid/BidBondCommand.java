package weft.cli.bid;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.transaction.AssetOption;
import weft.cli.transaction.Sending;
import weft.primitives.Amount;
import weft.protocol.transaction.Action;

/// `weft bid bond`.
@Command(
    name = "bond",
    description = "Lock an amount that the account's bids are paid from.",
    footer = {
      "",
      "Examples:",
      "  weft bid bond 1_000_000",
      "  weft bid bond 5000 --asset usd --key bidder.key"
    })
public final class BidBondCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private Sending sending = new Sending();
  @Mixin private AssetOption asset = new AssetOption();

  @Parameters(paramLabel = "AMOUNT", description = "How much, in the asset's smallest units.")
  private String amount = "";

  @Override
  public Integer call() throws InterruptedException {
    Amount units = Parse.amount("AMOUNT", amount);
    return sending.send(
        output, true, client -> List.of(new Action.BondBids(asset.of(client), units)));
  }
}
