package weft.cli.bid;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.rollup.client.AccountState;
import weft.rollup.client.Bidding;
import weft.rollup.client.SignedBid;
import weft.rollup.client.WaitingBid;
import weft.rollup.client.WeftClient;

/// `weft bid replace`.
@Command(
    name = "replace",
    description = {
      "Bid another amount for what a waiting bid is for, in the same group.",
      "Of the two at most one wins. A block that has the new one ends the old one; until then the"
          + " greater of them counts, so to offer less, cancel first."
    },
    footer = {
      "",
      "Examples:",
      "  weft bid replace HASH --amount 6_000 --wait",
      "  weft bid replace --group 9d9ab9b0-1c2d-4c58-b3c4-5a6b7c8d9e0f --amount 6_000"
    })
public final class BidReplaceCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private BidSending sending = new BidSending();
  @Mixin private BidChoice choice = new BidChoice();

  @Option(
      names = "--amount",
      required = true,
      paramLabel = "AMOUNT",
      description = "What you offer now, in the asset's smallest units.")
  private String amount = "";

  @Option(
      names = "--last-height",
      paramLabel = "HEIGHT",
      defaultValue = "0",
      description = "The last block that the bid is for. Default: as before.")
  private long lastHeight;

  @Override
  public Integer call() throws InterruptedException {
    return sending.node().call(this::replace);
  }

  private int replace(WeftClient client) throws InterruptedException {
    Address account = sending.key().address();
    WaitingBid old = choice.find(client, account).getFirst();
    Action.Bid terms = old.terms();
    if (!terms.split().isEmpty()) {
      throw CliException.usage(
          "the bid has a split, which would no longer sum to the amount",
          "Cancel it, and submit another with its own --split.");
    }
    if (terms.salt().isPresent()) {
      throw CliException.usage(
          "the bid was sealed as it is", "Seal another: weft bid submit --sealed.");
    }
    Amount offered = Parse.amount("--amount", amount);
    if (offered.isLessThan(terms.amount())) {
      output.remark(
          "The bid of "
              + Format.amount(terms.amount(), terms.asset().name())
              + " still waits, and counts before this one. To offer less, cancel it first.");
    }
    Nonce nonce = old.transaction().body().nonce();
    AccountState state = NodeOption.require(client.chain().account(account));
    Bidding bidding = sending.open(client, nonce.channel());
    SignedBid signed =
        new SignedBid(
            Optional.empty(),
            bidding.signBid(
                withAmount(terms, offered),
                Math.max(nonce.sequence() + 1, state.channel(nonce.channel()).nextPending()),
                lastHeight > 0 ? lastHeight : old.transaction().body().lastHeight()));
    return sending.send(client, bidding, signed, output);
  }

  private static Action.Bid withAmount(Action.Bid terms, Amount offered) {
    return new Action.Bid(
        terms.rollups(),
        terms.transactions(),
        terms.asset(),
        offered,
        terms.firstHeight(),
        terms.exclusiveGroup(),
        terms.budget(),
        List.of(),
        terms.orderFlow());
  }
}
