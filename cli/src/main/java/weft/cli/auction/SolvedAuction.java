package weft.cli.auction;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.cli.Format;
import weft.market.AuctionRun;
import weft.market.Outcome;
import weft.market.auction.Auction;
import weft.market.auction.Bid;
import weft.market.auction.RollupSet;
import weft.market.game.Game;
import weft.market.game.Games;
import weft.market.wasm.ModuleFault;
import weft.market.wasm.ModuleShares;

/// An auction's outcome in the words of its file.
///
/// @param values what coalitions could have earned, by their key
/// @param own by winner, what a module says; empty where a built-in rule shares
/// @param nanos how long selection, pricing, sharing and refunds took
record SolvedAuction(
    AuctionFile file,
    Outcome outcome,
    Map<String, BigInteger> values,
    List<ModuleShares> own,
    long nanos) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long REPEATED_BELOW_NANOS = 1_000_000_000;
  private static final String NOT_KNOWN = "-";

  /// Solves an auction.
  static SolvedAuction of(AuctionFile file) {
    Timed timed = Timed.of(file.auction());
    if (timed.nanos() < REPEATED_BELOW_NANOS) {
      // The first run of a program loads classes, which takes longer than most auctions.
      timed = Timed.of(file.auction());
    }
    Outcome outcome = timed.outcome();
    List<ModuleShares> own =
        file.sharing().map(sharing -> sharing.share(file.auction(), outcome)).orElse(List.of());
    return new SolvedAuction(file, outcome, values(file, outcome), own, timed.nanos());
  }

  private record Timed(Outcome outcome, long nanos) {
    static Timed of(Auction auction) {
      long start = System.nanoTime();
      Outcome outcome = AuctionRun.run(auction);
      return new Timed(outcome, System.nanoTime() - start);
    }
  }

  /// Of singletons, of each coalition that a bid names, and of all rollups; smaller ones first.
  private static Map<String, BigInteger> values(AuctionFile file, Outcome outcome) {
    Auction auction = file.auction();
    Game game = Games.of(auction);
    TreeMap<String, RollupSet> named = new TreeMap<>();
    auction.bids().forEach(bid -> named.put(key(file, bid.rollups()), bid.rollups()));
    Map<String, BigInteger> values = new LinkedHashMap<>();
    for (int i = 0; i < file.rollups().size(); i++) {
      values.put(file.rollups().get(i), outcome.certificate().alone().get(i));
    }
    named.forEach((key, coalition) -> values.computeIfAbsent(key, _ -> game.value(coalition)));
    if (!file.rollups().isEmpty()) {
      values.put(key(file, auction.grandCoalition()), outcome.selected().value());
    }
    return values;
  }

  /// A coalition as its rollups' names, such as `A,B`.
  static String key(AuctionFile file, RollupSet coalition) {
    return coalition.indices().mapToObj(file.rollups()::get).collect(Collectors.joining(","));
  }

  /// As `weft auction solve --json` prints it.
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("value", file.units().text(outcome.selected().value()));
    document.put("winners", winners());
    document.put("charged", byWinner());
    Map<String, Object> valueTexts = new LinkedHashMap<>();
    values.forEach((key, value) -> valueTexts.put(key, file.units().text(value)));
    document.put("values", valueTexts);
    document.put(
        "solution", outcome.solution().map(split -> file.byRollup(split.shares())).orElse(null));
    document.put("shares", file.byRollup(shares()));
    document.put("payments", file.byRollupInUnits(payments()));
    document.put("core", outcome.core().map(this::core).orElse(null));
    document.put("refunds", refunds());
    document.put("dust", file.units().text(outcome.dust()));
    document.put("exact", outcome.selected().exact());
    document.put("fallbacks", outcome.fallbacks().stream().map(SolvedAuction::fallback).toList());
    if (file.sharing().isPresent()) {
      document.put("module", ownRuns());
    }
    document.put("certificate", new CertificateDocument(file, outcome).document());
    document.put("millis", nanos / NANOS_PER_MILLI);
    return document;
  }

  /// Exact; whole units where a module shares.
  private List<BigFraction> shares() {
    return own.isEmpty()
        ? outcome.shares().shares()
        : payments().stream().map(BigFraction::of).toList();
  }

  private List<BigInteger> payments() {
    List<BigInteger> payments = new ArrayList<>(outcome.payments());
    for (int i = 0; i < own.size(); i++) {
      int winner = outcome.selected().winners().get(i);
      int[] sold = file.auction().bids().get(winner).rollups().indices().toArray();
      for (int place = 0; place < sold.length; place++) {
        payments.set(sold[place], own.get(i).payments().get(place));
      }
    }
    return payments;
  }

  private List<Map<String, Object>> ownRuns() {
    List<Map<String, Object>> runs = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      Map<String, Object> run = new LinkedHashMap<>();
      run.put("bid", winners().get(i));
      run.put("fuel", own.get(i).fuel());
      run.put("fault", own.get(i).fault().map(ModuleFault::id).orElse(null));
      runs.add(run);
    }
    return runs;
  }

  private List<String> winners() {
    return outcome.selected().winners().stream().map(file.bids()::get).toList();
  }

  private Map<String, Object> byWinner() {
    Map<String, Object> charged = new LinkedHashMap<>();
    List<String> ids = winners();
    for (int i = 0; i < ids.size(); i++) {
      charged.put(ids.get(i), file.units().text(outcome.charged().get(i)));
    }
    return charged;
  }

  private Map<String, Object> core(Outcome.Core core) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("nonEmpty", core.nonEmpty());
    document.put("excess", file.units().text(core.excess()));
    return document;
  }

  private static Map<String, Object> fallback(Outcome.Fallback fallback) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("code", fallback.code());
    document.put("reason", fallback.reason());
    return document;
  }

  private Map<String, Object> refunds() {
    Map<String, Object> refunds = new TreeMap<>();
    for (int i = 0; i < outcome.refunds().size(); i++) {
      refunds.put(file.identities().get(i), file.units().text(outcome.refunds().get(i)));
    }
    return refunds;
  }

  /// As `weft auction solve` prints it for people.
  List<String> lines() {
    List<String> lines = new ArrayList<>(bidTable());
    lines.add("");
    lines.addAll(rollupTable());
    lines.add("");
    lines.add("together  " + together());
    lines.add("core      " + outcome.core().map(this::coreText).orElse("too large to tell"));
    refunds().forEach((name, amount) -> lines.add("refund    " + amount + " to " + name));
    if (outcome.dust().signum() > 0) {
      lines.add("dust      " + file.units().text(outcome.dust()) + " stays with the bidders");
    }
    outcome
        .fallbacks()
        .forEach(one -> lines.add("fallback  " + one.reason() + " [" + one.code() + "]"));
    for (int i = 0; i < own.size(); i++) {
      ModuleShares run = own.get(i);
      String answer = run.fault().map(fault -> "void: " + fault.id()).orElse("counts");
      lines.add("module    " + answer + ", " + Format.count(run.fuel(), "instruction"));
    }
    lines.add(String.format(Locale.ROOT, "time      %.3f ms", nanos / NANOS_PER_MILLI));
    return lines;
  }

  private List<String> bidTable() {
    TextTable table = new TextTable().row("winning bid", "rollups", "offers", "pays");
    List<Integer> winners = outcome.selected().winners();
    for (int i = 0; i < winners.size(); i++) {
      Bid bid = file.auction().bids().get(winners.get(i));
      table.row(
          file.bids().get(winners.get(i)),
          key(file, bid.rollups()),
          file.units().text(bid.amount()),
          file.units().text(outcome.charged().get(i)));
    }
    return winners.isEmpty() ? List.of("no bid wins") : table.lines();
  }

  private List<String> rollupTable() {
    TextTable table = new TextTable().row("rollup", "alone", "solution", "share", "payment");
    List<BigFraction> shares = shares();
    List<BigInteger> payments = payments();
    for (int i = 0; i < file.rollups().size(); i++) {
      int rollup = i;
      table.row(
          file.rollups().get(i),
          file.units().text(outcome.certificate().alone().get(i)),
          outcome
              .solution()
              .map(split -> file.units().text(split.shares().get(rollup)))
              .orElse(NOT_KNOWN),
          file.units().text(shares.get(i)),
          file.units().text(payments.get(i)));
    }
    return table.lines();
  }

  private String together() {
    return file.units().text(outcome.selected().value())
        + (outcome.selected().exact()
            ? ", the most that bids can offer together"
            : ", the best found: the node budget is spent");
  }

  private String coreText(Outcome.Core core) {
    return core.nonEmpty()
        ? "not empty, excess " + file.units().text(core.excess())
        : "empty, excess " + file.units().text(core.excess());
  }
}
