package weft.cli.bid;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.RemoteState;
import weft.cli.transaction.AssetOption;
import weft.primitives.Amount;
import weft.rollup.client.BidOrder;
import weft.rollup.client.Bidding;
import weft.rollup.client.SignedBid;
import weft.rollup.client.SignedSeal;
import weft.rollup.client.WeftClient;

/// `weft bid submit`.
@Command(
    name = "submit",
    description = {
      "Offer an amount for having payloads first in the lanes of rollups, in all of them or in"
          + " none.",
      "The payloads go in a transaction that is executed only if the bid wins. The bid and its fee"
          + " are paid from what 'weft bid bond' locked."
    },
    footer = {
      "",
      "Examples:",
      "  weft bid submit --payload amm-east=0x01ff --amount 5_000 --wait",
      "  weft bid submit --payload amm-east=@buy.bin --payload amm-west=@sell.bin --amount 9_000",
      "  weft bid submit --payload amm-east=0x01ff --amount 5_000 --sealed --deposit 1_000 --wait",
      "  weft bid submit --transaction HASH --rollup amm-east --payload amm-east=0x02 --amount 700"
    })
public final class BidSubmitCommand implements Callable<Integer> {
  private static final long VALID_FOR_BLOCKS = 20;

  @Mixin private Output output = new Output();
  @Mixin private BidSending sending = new BidSending();
  @Mixin private BidTerms terms = new BidTerms();
  @Mixin private AssetOption asset = new AssetOption();

  @Option(
      names = "--first-height",
      paramLabel = "HEIGHT",
      defaultValue = "0",
      description = "The first block that the bid is for. Default: the next.")
  private long firstHeight;

  @Option(
      names = "--last-height",
      paramLabel = "HEIGHT",
      defaultValue = "0",
      description = "The last block that the bid is for. Default: 20 blocks from now.")
  private long lastHeight;

  @Option(
      names = "--channel",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The nonce channel of the bid; payloads go in one of the 16 above it. Default: 1.")
  private long channel;

  @Option(
      names = "--sealed",
      description = {
        "Commit to the bid first, and show it once a block has the seal: until then nobody sees"
            + " it.",
        "Who stops in between loses the deposit."
      })
  private boolean sealed;

  @Option(
      names = "--deposit",
      paramLabel = "AMOUNT",
      description =
          "What of the bond is lost if a sealed bid is not shown; everybody sees it. Default: the"
              + " least power of ten that the amount needs.")
  private @Nullable String deposit;

  @Override
  public Integer call() throws InterruptedException {
    return sending.node().call(this::submit);
  }

  private int submit(WeftClient client) throws InterruptedException {
    BidOrder order = terms.order(asset.of(client), firstHeight, last(client));
    Bidding bidding = sending.open(client, channel);
    if (sealed) {
      return sending.send(client, bidding, seal(client, bidding, order), output);
    }
    if (deposit != null) {
      throw CliException.usage("--deposit is of sealed bids only", "Add --sealed.");
    }
    SignedBid signed;
    try {
      signed = NodeOption.require(bidding.sign(order));
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()), "Correct the arguments.");
    }
    return sending.send(client, bidding, signed, output);
  }

  private SignedSeal seal(WeftClient client, Bidding bidding, BidOrder order) {
    Amount held = BidDeposit.of(order, deposit, sending.key().address(), RemoteState.of(client));
    try {
      return NodeOption.require(bidding.seal(order, held));
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()), "Correct the arguments.");
    }
  }

  private long last(WeftClient client) {
    return lastHeight > 0
        ? lastHeight
        : Math.max(firstHeight, NodeOption.require(client.chain().nodeStatus()).height())
            + VALID_FOR_BLOCKS;
  }
}
