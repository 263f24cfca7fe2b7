package weft.cli.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import weft.cli.Format;
import weft.cli.screen.Line;
import weft.cli.screen.Look;
import weft.primitives.Amount;

/// Draws what auctions came to as lines of text: a function of its arguments.
final class AuctionView {
  /// Fits the names of the rollups beside their shares.
  private static final int WIDE = 100;

  private AuctionView() {}

  /// Revenue, builders and the last winners; nothing where there is nobody who bids.
  ///
  /// @param width in characters
  static List<Line> lines(AuctionTotals now, int width) {
    List<Line> all = new ArrayList<>();
    if (now.builders().isEmpty() && now.auctions() == 0 && now.voidBids() == 0) {
      return all;
    }
    add(
        all,
        Look.PLAIN,
        "auctions    %14s   %s"
            .formatted(Format.count(now.auctions()), Format.count(now.voidBids(), "void bid")));
    add(all, Look.FAINT, revenue("head of", "revenue", "alone", "more"));
    now.revenue().forEach((rollup, assets) -> addRevenue(all, rollup, assets));
    add(all, Look.FAINT, builder("builder", "bids", "won", "of all", "paid", "earned"));
    now.builders().forEach((name, each) -> addBuilder(all, name, each, now.wins()));
    add(all, Look.FAINT, win("height", "package", "winner", "price", "shares"));
    for (AuctionTotals.Win win : now.recent()) {
      add(all, Look.GOOD, win(win, width >= WIDE));
    }
    return all;
  }

  private static void addRevenue(
      List<Line> all, String rollup, SortedMap<String, AuctionTotals.Revenue> assets) {
    assets.forEach(
        (asset, each) ->
            add(
                all,
                each.below() == 0 ? Look.PLAIN : Look.BAD,
                revenue(
                    rollup,
                    Format.amount(each.payment(), asset),
                    Format.amount(each.alone(), asset),
                    more(each))));
  }

  private static void addBuilder(
      List<Line> all, String name, AuctionTotals.Builder each, long wins) {
    String paid =
        each.paid().entrySet().stream()
            .map(amount -> Format.amount(amount.getValue(), amount.getKey()))
            .collect(Collectors.joining(" + "));
    add(
        all,
        Look.PLAIN,
        builder(
            shortName(name),
            Format.count(each.bids()),
            Format.count(each.wins()),
            wins == 0 ? "-" : percent(100.0 * each.wins() / wins),
            paid.isEmpty() ? "-" : paid,
            each.earned().isPresent() ? Format.count(each.earned().getAsLong()) + " silver" : "-"));
  }

  private static String win(AuctionTotals.Win win, boolean isWide) {
    return win(
        Format.count(win.height()),
        win.shares().stream().map(AuctionTotals.Share::rollup).collect(Collectors.joining("+")),
        shortName(win.builder()),
        Format.amount(win.price()),
        win.shares().stream()
            .map(share -> (isWide ? share.rollup() + " " : "") + Format.amount(share.amount()))
            .collect(Collectors.joining(" + ")));
  }

  /// By how much the revenue is more than what the best bids on the rollup alone would have
  /// brought.
  private static String more(AuctionTotals.Revenue each) {
    BigInteger payment = each.payment().toBigInteger();
    if (each.alone().equals(Amount.ZERO)) {
      return "-";
    }
    BigInteger alone = each.alone().toBigInteger();
    return percent(100 * (payment.doubleValue() / alone.doubleValue() - 1));
  }

  private static String percent(double percent) {
    return String.format(Locale.ROOT, "%.1f %%", percent);
  }

  private static String shortName(String name) {
    return name.length() > 11 ? name.substring(0, 10) + "…" : name;
  }

  private static String revenue(String rollup, String payment, String alone, String more) {
    return "%-11s %22s %22s %9s".formatted(rollup, payment, alone, more);
  }

  private static String builder(
      String name, String bids, String wins, String share, String paid, String earned) {
    return "%-11s %8s %8s %8s %22s %16s".formatted(name, bids, wins, share, paid, earned);
  }

  private static String win(
      String height, String rollups, String builder, String price, String shares) {
    return "%9s %-17s %-11s %11s  %s".formatted(height, rollups, builder, price, shares);
  }

  private static void add(List<Line> all, Look look, String text) {
    all.add(new Line(text.stripTrailing(), look));
  }
}
