package weft.cli.bid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Parse;
import weft.cli.transaction.PayloadInput;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.ExclusiveGroup;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.BidOrder;

/// What is bid, and for what.
final class BidTerms {
  @Option(
      names = "--rollup",
      paramLabel = "ROLLUP",
      description =
          "A rollup of the package; once for each. Default: those of the payloads. Needed where"
              + " --transaction brings others.")
  private List<String> rollups = new ArrayList<>();

  @Option(
      names = "--payload",
      paramLabel = "ROLLUP=HEX|@FILE|text:TEXT",
      description = "A payload of your own and where it goes; several in order.")
  private List<String> payloads = new ArrayList<>();

  @Option(
      names = "--transaction",
      paramLabel = "HASH[/ACCOUNT/PERCENT]",
      description =
          "A waiting transaction of anybody, whose payloads are to stand before your own; several"
              + " in order. One that asks for a refund needs to whom and how much.")
  private List<String> transactions = new ArrayList<>();

  @Option(
      names = "--amount",
      required = true,
      paramLabel = "AMOUNT",
      description = "What you offer, in the asset's smallest units.")
  private String amount = "";

  @Option(
      names = "--group",
      paramLabel = "UUID",
      description = "Of your bids with one UUID at most one wins in a block.")
  private @Nullable String group;

  @Option(
      names = "--budget",
      paramLabel = "AMOUNT",
      description = "The most that all your winning bids of a block may offer together.")
  private @Nullable String budget;

  @Option(
      names = "--split",
      paramLabel = "ROLLUP=AMOUNT",
      split = ",",
      description =
          "What each rollup is to get, in sum the amount; for packages that are sold by vector.")
  private List<String> split = new ArrayList<>();

  /// The order.
  ///
  /// @param lastHeight the last block that it is for
  /// @param firstHeight the first; 0 = any
  /// @throws CliException if the options do not fit together
  BidOrder order(AssetId asset, long firstHeight, long lastHeight) {
    List<Action.BundleEntry> own = payloads.stream().map(BidTerms::entry).toList();
    List<Hash32> before = new ArrayList<>();
    List<OrderFlow> orderFlow = new ArrayList<>();
    for (String text : transactions) {
      String[] parts = text.split("/", -1);
      before.add(Parse.hash("--transaction", parts[0]));
      if (parts.length > 1) {
        orderFlow.add(orderFlow(before.size() - 1, text, parts));
      }
    }
    if (own.isEmpty() && before.isEmpty()) {
      throw CliException.usage(
          "the bid is for nothing", "Give a --payload, or a --transaction of somebody's.");
    }
    SortedSet<RollupId> sold = sold(own);
    return new BidOrder(
        sold,
        before,
        own,
        List.of(),
        asset,
        Parse.amount("--amount", amount),
        firstHeight,
        lastHeight,
        group == null ? 0 : ExclusiveGroup.of(Parse.uuid("--group", group)),
        Optional.ofNullable(budget).map(text -> Parse.amount("--budget", text)),
        split(sold),
        orderFlow);
  }

  private static OrderFlow orderFlow(int place, String text, String[] parts) {
    if (parts.length != 3 || !parts[2].matches("[1-9][0-9]?|100")) {
      throw CliException.usage(
          "--transaction: '" + text + "' says no refund",
          "Write HASH, or HASH/ACCOUNT/PERCENT with 1 to 100 percent.");
    }
    return new OrderFlow(
        place, Parse.account("--transaction", parts[1]), Integer.parseInt(parts[2]));
  }

  private SortedSet<RollupId> sold(List<Action.BundleEntry> own) {
    SortedSet<RollupId> named = new TreeSet<>();
    rollups.forEach(name -> named.add(Parse.rollup(name)));
    SortedSet<RollupId> needed = new TreeSet<>();
    own.forEach(entry -> needed.add(entry.rollup()));
    if (named.isEmpty()) {
      named.addAll(needed);
    }
    if (named.isEmpty()) {
      throw CliException.usage(
          "the bid names no rollup", "Name those of its transactions with --rollup.");
    }
    boolean isWhole = transactions.isEmpty() ? named.equals(needed) : named.containsAll(needed);
    if (!isWhole) {
      throw CliException.usage(
          "the package is " + named + ", the payloads are for " + needed,
          "Give each rollup of the package a payload, and name each with --rollup.");
    }
    return named;
  }

  private List<Amount> split(SortedSet<RollupId> sold) {
    if (split.isEmpty()) {
      return List.of();
    }
    TreeMap<RollupId, Amount> parts = new TreeMap<>();
    for (String part : split) {
      String[] sides = sides("--split", part, "ROLLUP=AMOUNT");
      parts.put(Parse.rollup(sides[0]), Parse.amount("--split", sides[1]));
    }
    if (!parts.navigableKeySet().equals(sold)) {
      throw CliException.usage(
          "--split names " + parts.keySet() + ", the package is " + sold,
          "Give each rollup of the package its part.");
    }
    return List.copyOf(parts.values());
  }

  private static Action.BundleEntry entry(String text) {
    String[] sides = sides("--payload", text, "ROLLUP=HEX, ROLLUP=@FILE or ROLLUP=text:TEXT");
    return new Action.BundleEntry(
        Parse.rollup(sides[0]), Payload.of(PayloadInput.ofWord(sides[1])));
  }

  private static String[] sides(String option, String text, String expected) {
    int sign = text.indexOf('=');
    if (sign < 1) {
      throw CliException.usage(
          option + ": '" + text + "' has no rollup", "Write " + expected + ".");
    }
    return new String[] {text.substring(0, sign), text.substring(sign + 1)};
  }
}
