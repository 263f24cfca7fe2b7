package weft.cli.account;

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
import weft.rollup.client.AccountState;

/// `weft account`.
@Command(
    name = "account",
    description = "Show an account's balances, claims and sequences.",
    footer = {
      "",
      "Examples:",
      "  weft account dev:0",
      "  weft account 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
      "  weft account --key my.key"
    })
public final class AccountCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private AccountArgument account = new AccountArgument();

  @Override
  public Integer call() throws InterruptedException {
    Address address = account.address();
    return node.call(
        client -> {
          AccountState state = NodeOption.require(client.chain().account(address));
          output.print(document(state), lines(state));
          return 0;
        });
  }

  private static String[] lines(AccountState state) {
    List<String> lines = new ArrayList<>();
    lines.add("account   " + state.account());
    state.balances().forEach(one -> lines.add("balance   " + text(one)));
    if (state.balances().isEmpty()) {
      lines.add("balance   none");
    }
    state
        .claimable()
        .forEach(one -> lines.add("claimable " + text(one) + " (take it with: weft claim)"));
    state.bidBonds().forEach(bond -> lines.add("bid bond  " + text(bond)));
    for (AccountState.ChannelSequence channel : state.channels()) {
      long waiting = channel.nextPending() - channel.next();
      lines.add(
          "channel %s next sequence %s%s"
              .formatted(
                  Format.count(channel.channel()),
                  Format.count(channel.next()),
                  waiting > 0 ? ", " + Format.count(waiting) + " waiting" : ""));
    }
    return lines.toArray(String[]::new);
  }

  private static String text(AccountState.Balance balance) {
    return Format.amount(balance.amount(), balance.asset().name());
  }

  private static String text(AccountState.BidBond bond) {
    String held = Format.amount(bond.held(), bond.asset().name());
    String leaving =
        bond.leaving().isZero() ? "" : ", of it on its way back " + Format.amount(bond.leaving());
    String sealed = bond.sealed().isZero() ? "" : ", sealed " + Format.amount(bond.sealed());
    return held + leaving + sealed;
  }

  private static Map<String, Object> document(AccountState state) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("account", state.account().toString());
    document.put("balances", balances(state.balances()));
    document.put("claimable", balances(state.claimable()));
    List<Map<String, Object>> channels = new ArrayList<>();
    for (AccountState.ChannelSequence channel : state.channels()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("channel", channel.channel());
      one.put("nextSequence", channel.next());
      one.put("nextPendingSequence", channel.nextPending());
      channels.add(one);
    }
    document.put("channels", channels);
    document.put("bidBonds", state.bidBonds().stream().map(AccountCommand::document).toList());
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

  private static List<Map<String, Object>> balances(List<AccountState.Balance> balances) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (AccountState.Balance balance : balances) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("asset", balance.asset().name());
      one.put("amount", balance.amount().toString());
      all.add(one);
    }
    return all;
  }
}
