package weft.cli.bid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.cli.AccountArgument;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.primitives.Address;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;
import weft.rollup.client.AccountState;
import weft.rollup.client.WaitingBid;

/// `weft bid list`.
@Command(
    name = "list",
    description = "Show the bids of an account that wait at the node, and what they are paid from.",
    footer = {"", "Examples:", "  weft bid list", "  weft bid list dev:1 --json"})
public final class BidListCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private AccountArgument account = new AccountArgument();

  @Override
  public Integer call() throws InterruptedException {
    Address address = account.address();
    return node.call(
        client -> {
          List<WaitingBid> bids = NodeOption.require(client.auctions().pendingBids(address));
          AccountState state = NodeOption.require(client.chain().account(address));
          Map<String, Object> document = new LinkedHashMap<>();
          document.put("account", address.toString());
          document.put("bids", bids.stream().map(BidListCommand::document).toList());
          document.put("bonds", state.bidBonds().stream().map(BidListCommand::document).toList());
          output.print(document, lines(bids, state));
          return 0;
        });
  }

  private static String[] lines(List<WaitingBid> bids, AccountState state) {
    List<String> lines = new ArrayList<>();
    for (AccountState.BidBond bond : state.bidBonds()) {
      String sealed =
          bond.sealed().isZero() ? "" : ", of it sealed " + Format.amount(bond.sealed());
      lines.add("bond        " + Format.amount(bond.held(), bond.asset().name()) + sealed);
    }
    if (state.bidBonds().isEmpty()) {
      lines.add("bond        none (lock some with: weft bid bond)");
    }
    for (WaitingBid bid : bids) {
      lines.add("bid         " + bid.transaction().hash());
      lines.add("            " + text(bid));
    }
    if (bids.isEmpty()) {
      lines.add("no bid waits");
    }
    return lines.toArray(String[]::new);
  }

  private static String text(WaitingBid bid) {
    Action.Bid terms = bid.terms();
    TransactionBody body = bid.transaction().body();
    String from =
        terms.firstHeight() == 0 ? "" : " from block " + Format.count(terms.firstHeight());
    return "%s for %s,%s until block %s, channel %s sequence %s"
        .formatted(
            Format.amount(terms.amount(), terms.asset().name()),
            String.join(" + ", terms.rollups().stream().map(RollupId::name).toList()),
            from,
            Format.count(body.lastHeight()),
            Format.count(body.nonce().channel()),
            Format.count(body.nonce().sequence()));
  }

  private static Map<String, Object> document(WaitingBid bid) {
    Action.Bid terms = bid.terms();
    TransactionBody body = bid.transaction().body();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("hash", bid.transaction().hash().toString());
    document.put("amount", terms.amount().toString());
    document.put("asset", terms.asset().name());
    document.put("rollups", terms.rollups().stream().map(RollupId::name).toList());
    document.put(
        "transactions", terms.transactions().stream().map(hash -> hash.toString()).toList());
    document.put("firstHeight", terms.firstHeight());
    document.put("lastHeight", body.lastHeight());
    document.put("exclusiveGroup", Long.toString(terms.exclusiveGroup()));
    document.put("channel", body.nonce().channel());
    document.put("sequence", body.nonce().sequence());
    document.put("receivedTimeMs", bid.receivedTimeMs());
    return document;
  }

  private static Map<String, Object> document(AccountState.BidBond bond) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("asset", bond.asset().name());
    document.put("held", bond.held().toString());
    document.put("leaving", bond.leaving().toString());
    document.put("sealed", bond.sealed().toString());
    return document;
  }
}
