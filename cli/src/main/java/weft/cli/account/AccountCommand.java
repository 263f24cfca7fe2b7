package weft.cli.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.Format;
import weft.cli.KeyOption;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
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
  @Mixin private KeyOption key = new KeyOption();

  @Parameters(
      paramLabel = "ACCOUNT|dev:N",
      arity = "0..1",
      description = "Whose account. Default: the account of --key.")
  private @Nullable String account;

  @Override
  public Integer call() throws InterruptedException {
    Address address = account == null ? key.read().address() : Parse.account("ACCOUNT", account);
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
