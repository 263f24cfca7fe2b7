package weft.cli.auction;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import weft.chain.audit.RevenueStatement;
import weft.chain.audit.RevenueStatement.Escrowed;
import weft.chain.audit.RevenueStatement.Line;
import weft.chain.audit.RevenueStatement.Total;
import weft.cli.Format;
import weft.primitives.Address;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// A statement of a rollup's revenue as text and as a document.
///
/// @param from the first height asked for
/// @param to the last
/// @param period blocks that are summed up; 0 = each block by itself
record RevenueText(RevenueStatement statement, long from, long to, long period) {

  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rollup", statement.rollup().name());
    document.put("from", from);
    document.put("to", to);
    document.put("totals", totals(statement));
    if (period == 0) {
      document.put("blocks", statement.lines().stream().map(RevenueText::block).toList());
    } else {
      document.put(
          "periods",
          statement.periods(period).entrySet().stream()
              .map(one -> periodDocument(one.getKey(), one.getValue()))
              .toList());
    }
    return document;
  }

  private Map<String, Object> periodDocument(long first, RevenueStatement part) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("from", first);
    document.put("to", first + period - 1);
    document.put("totals", totals(part));
    return document;
  }

  private static List<Map<String, Object>> totals(RevenueStatement of) {
    return of.totals().entrySet().stream().map(one -> total(one.getKey(), one.getValue())).toList();
  }

  private static Map<String, Object> total(AssetId asset, Total total) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("asset", asset.name());
    document.put("revenue", total.revenue().toString());
    document.put("alone", total.alone().toString());
    document.put("surplus", total.surplus().toString());
    document.put("forfeited", total.forfeited().toString());
    escrow(document, total.escrow());
    document.put("paid", total.paid().toString());
    document.put("blocksSold", total.sold());
    document.put(
        "bidders",
        total.byBidder().entrySet().stream()
            .map(
                one ->
                    Map.of(
                        "bidder", one.getKey().toString(),
                        "revenue", one.getValue().toString(),
                        "share", Format.ratio(one.getValue(), total.revenue())))
            .toList());
    return document;
  }

  private static void escrow(Map<String, Object> document, Escrowed escrow) {
    document.put("deferred", escrow.deferred().toString());
    document.put("released", escrow.released().toString());
    document.put("releasedByDefault", escrow.byDefault().toString());
  }

  private static Map<String, Object> block(Line line) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("height", line.height());
    document.put("asset", line.asset().name());
    document.put("revenue", line.revenue().toString());
    document.put("alone", line.alone().toString());
    document.put("forfeited", line.forfeited().toString());
    escrow(document, line.escrow());
    line.sale()
        .ifPresent(
            sale -> {
              document.put("bidder", sale.bidder().toString());
              document.put("rollups", sale.rollups().stream().map(RollupId::name).toList());
              document.put("charged", sale.charged().toString());
            });
    return document;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, blocks %s to %s".formatted(statement.rollup(), Format.count(from), Format.count(to)));
    if (statement.lines().isEmpty()) {
      lines.add("no bids on it");
      return lines;
    }
    lines.addAll(period == 0 ? blocks() : periods());
    statement.totals().forEach((asset, total) -> lines.addAll(sum(asset, total)));
    return lines;
  }

  private List<String> blocks() {
    TextTable table =
        new TextTable()
            .row(
                "block",
                "asset",
                "revenue",
                "alone",
                "deferred",
                "released",
                "forfeited",
                "package",
                "bidder");
    for (Line line : statement.lines()) {
      table.row(
          Format.count(line.height()),
          line.asset().name(),
          Format.amount(line.revenue()),
          Format.amount(line.alone()),
          amount(line.escrow().deferred()),
          amount(line.escrow().released()),
          Format.amount(line.forfeited()),
          line.sale()
              .map(sale -> String.join("+", sale.rollups().stream().map(RollupId::name).toList()))
              .orElse("-"),
          line.sale().map(sale -> sale.bidder().toString()).orElse("nobody"));
    }
    return table.lines();
  }

  private List<String> periods() {
    TextTable table =
        new TextTable().row("blocks", "asset", "revenue", "alone", "surplus", "forfeited", "sold");
    statement
        .periods(period)
        .forEach(
            (first, part) ->
                part.totals()
                    .forEach(
                        (asset, total) ->
                            table.row(
                                first + "-" + (first + period - 1),
                                asset.name(),
                                amount(total.revenue()),
                                amount(total.alone()),
                                amount(total.surplus()),
                                amount(total.forfeited()),
                                Format.count(total.sold()))));
    return table.lines();
  }

  private static List<String> sum(AssetId asset, Total total) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "in %s: %s, against %s alone: %s more; sold in %s%s"
            .formatted(
                asset,
                amount(total.revenue()),
                amount(total.alone()),
                amount(total.surplus()),
                Format.count(total.sold(), "block"),
                total.forfeited().signum() == 0
                    ? ""
                    : "; besides " + amount(total.forfeited()) + " forfeited"));
    Escrowed escrow = total.escrow();
    if (escrow.deferred().signum() != 0 || escrow.released().signum() != 0) {
      lines.add(
          "  deferred %s, released %s (%s of it by default): paid %s"
              .formatted(
                  amount(escrow.deferred()),
                  amount(escrow.released()),
                  amount(escrow.byDefault()),
                  amount(total.paid())));
    }
    TextTable bidders = new TextTable();
    for (Map.Entry<Address, BigInteger> one : total.byBidder().entrySet()) {
      bidders.row(
          "  from " + one.getKey(),
          amount(one.getValue()),
          Format.ratio(one.getValue(), total.revenue()));
    }
    lines.addAll(bidders.lines());
    return lines;
  }

  private static String amount(BigInteger amount) {
    return String.format(Locale.ROOT, "%,d", amount);
  }
}
