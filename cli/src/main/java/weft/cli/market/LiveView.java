package weft.cli.market;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import weft.cli.Format;
import weft.cli.screen.Line;
import weft.cli.screen.Look;

/// Draws a moment of the markets as lines of text: a function of its arguments.
public final class LiveView {
  private LiveView() {}

  /// Numbers, lanes, auctions and the latest transactions.
  ///
  /// @param width in characters
  public static List<Line> body(Snapshot now, int width) {
    List<Line> all = new ArrayList<>();
    addNumbers(all, now);
    add(all, Look.PLAIN, "");
    addLanes(all, now);
    add(all, Look.PLAIN, "");
    List<Line> auctions = AuctionView.lines(now.auctions(), width);
    if (!auctions.isEmpty()) {
      all.addAll(auctions);
      add(all, Look.PLAIN, "");
    }
    add(all, Look.FAINT, "recent transactions");
    for (Snapshot.Recent recent : now.recent()) {
      add(all, look(recent), recent(recent));
    }
    return all;
  }

  /// The first line: what runs, on which chain, for how long.
  ///
  /// @param what such as `weft devnet`
  public static Line head(String what, Snapshot now) {
    String limit = now.forMs().isPresent() ? " of " + Format.duration(now.forMs().getAsLong()) : "";
    return new Line(
        what + "   " + now.chainName() + "   " + Format.duration(now.elapsedMs()) + limit,
        Look.STRONG);
  }

  /// A moment in one line, for output that is no terminal.
  public static String line(Snapshot now) {
    StringBuilder lanes = new StringBuilder();
    for (Snapshot.Lane lane : now.lanes()) {
      lanes.append("  ").append(lane.rollup()).append(' ').append(Format.count(lane.laneHeight()));
      lane.price().ifPresent(price -> lanes.append(" @ ").append(price(price)));
    }
    return "%s  block %s  %s/s  %s/s  soft p50 %d ms p99 %d ms  receipts %s  waiting %s%s"
        .formatted(
            Format.duration(now.elapsedMs()),
            Format.count(now.height()),
            Format.count(Math.round(now.transactionsPerSecond()), "transaction"),
            Format.bytes(now.bytesPerSecond()),
            now.softLatency().p50(),
            now.softLatency().p99(),
            Format.count(now.receipts()),
            Format.count(now.waiting()),
            lanes);
  }

  private static void addNumbers(List<Line> all, Snapshot now) {
    add(
        all,
        Look.PLAIN,
        row(
            "block",
            Format.count(now.height()),
            "every " + Format.count(now.intervalMs()) + " ms",
            Format.count(Math.round(now.transactionsPerSecond())) + " transactions/s",
            Format.bytes(now.bytesPerSecond()) + "/s"));
    Snapshot.Latency latency = now.softLatency();
    add(
        all,
        Look.PLAIN,
        row(
            "soft after",
            "p50 " + Format.count(latency.p50()) + " ms",
            "p90 " + Format.count(latency.p90()) + " ms",
            "p99 " + Format.count(latency.p99()) + " ms",
            ""));
    add(
        all,
        Look.PLAIN,
        row(
            "receipts",
            Format.count(now.receipts()),
            Format.count(now.waiting()) + " waiting",
            Format.count(now.refused()) + " refused",
            ""));
    add(
        all,
        Look.PLAIN,
        row(
            "mempool",
            Format.count(now.mempoolTransactions()),
            Format.bytes((double) now.mempoolBytes()),
            "",
            ""));
    add(
        all,
        Look.PLAIN,
        row("base fee", now.baseFeePerByte() + " " + now.asset(), "per byte", "", ""));
  }

  private static void addLanes(List<Line> all, Snapshot now) {
    add(
        all,
        Look.FAINT,
        lane("lane", "height", "payloads", "skipped", "fee per byte", "price", "state"));
    for (Snapshot.Lane lane : now.lanes()) {
      add(
          all,
          lane.state().equals("live") ? Look.GOOD : Look.WAITING,
          lane(
              lane.rollup(),
              Format.count(lane.laneHeight()),
              Format.count(lane.payloads()),
              Format.count(lane.skipped()),
              "+" + lane.feePerByte() + " " + now.asset(),
              price(lane.price()),
              lane.state()));
    }
    add(all, Look.PLAIN, "price gap " + percent(now.gapPercent()));
  }

  private static String recent(Snapshot.Recent recent) {
    String latency =
        recent.latencyMs().isPresent() ? Format.count(recent.latencyMs().getAsLong()) + " ms" : "";
    return "%-14s %-9s %9s  %s"
        .formatted(shortHash(recent.hash()), recent.state().id(), latency, recent.what());
  }

  private static Look look(Snapshot.Recent recent) {
    return switch (recent.state()) {
      case SOFT -> Look.GOOD;
      case RECEIVED, PENDING -> Look.WAITING;
      case REPLACED, EXPIRED, REFUSED -> Look.BAD;
    };
  }

  private static String row(String name, String a, String b, String c, String d) {
    return "%-11s %14s   %-14s %-20s %s".formatted(name, a, b, c, d).stripTrailing();
  }

  private static String lane(
      String name,
      String height,
      String payloads,
      String skipped,
      String fee,
      String price,
      String state) {
    return "%-10s %10s %10s %9s %15s %12s  %s"
        .formatted(name, height, payloads, skipped, fee, price, state);
  }

  private static String price(OptionalDouble price) {
    return price.isPresent() ? price(price.getAsDouble()) : "-";
  }

  private static String price(double price) {
    return String.format(Locale.ROOT, "%.4f", price);
  }

  private static String percent(OptionalDouble percent) {
    return percent.isPresent() ? String.format(Locale.ROOT, "%.2f %%", percent.getAsDouble()) : "-";
  }

  private static String shortHash(String hash) {
    return hash.length() > 12 ? hash.substring(0, 12) + "…" : hash;
  }

  private static void add(List<Line> all, Look look, String text) {
    all.add(new Line(text, look));
  }
}
