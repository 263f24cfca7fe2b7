package weft.bench.network;

import java.util.ArrayList;
import java.util.List;
import weft.bench.scenario.Aim;
import weft.bench.scenario.Figure;

/// Figures of measured networks, and the aims that they have.
final class NetworkFigures {
  private static final double P50 = 50;
  private static final double P99 = 99;

  private final int validators;
  private final String scenario;
  private final List<Figure> figures = new ArrayList<>();

  private NetworkFigures(String scenario, int validators) {
    this.scenario = scenario;
    this.validators = validators;
  }

  /// What one network did, without aims.
  static List<Figure> ofKvstore(int validators, Rounds rounds) {
    NetworkFigures all = new NetworkFigures("kvstore x" + validators, validators);
    all.intervals(rounds);
    all.latency("at 20/s", rounds.at20(), Aim.NONE, Aim.NONE);
    all.latency("at 500/s", rounds.at500(), Aim.NONE, Aim.NONE);
    all.latency("at 2,000/s", rounds.at2000(), Aim.NONE, Aim.NONE);
    all.full(rounds, Aim.NONE, Aim.NONE);
    all.processor(rounds);
    all.flood(rounds, Aim.NONE);
    return all.figures;
  }

  /// What Weft did.
  ///
  /// @param recoveryMs processor time of one signature check
  static List<Figure> ofWeft(int validators, Rounds rounds, double recoveryMs, long peakMib) {
    NetworkFigures all = new NetworkFigures("weft x" + validators, validators);
    boolean isAlone = validators == 1;
    all.intervals(rounds);
    all.latency(
        "at 20/s",
        rounds.at20(),
        isAlone ? Aim.NONE : Aim.atMost(60),
        isAlone ? Aim.NONE : Aim.atMost(110));
    all.latency("at 500/s", rounds.at500(), Aim.NONE, Aim.NONE);
    all.latency("at 2,000/s", rounds.at2000(), Aim.NONE, Aim.NONE);
    all.full(
        rounds, isAlone ? Aim.atLeast(15_000) : Aim.NONE, isAlone ? Aim.atLeast(20) : Aim.NONE);
    all.latency(
        "under full load", rounds.full256(), isAlone ? Aim.NONE : Aim.atMost(400), Aim.NONE);
    all.processor(rounds);
    double each = rounds.full256().processor().application() * 1e3;
    all.add("application per transaction and node", each / all.shares(rounds), "ms", Aim.NONE);
    all.add(
        "the same beside its signature",
        each / all.shares(rounds) - recoveryMs,
        "ms",
        Aim.atMost(0.1));
    all.add(
        "largest block of 64 KiB payloads", rounds.full64k().largestMegabytes(), "MB", Aim.NONE);
    all.flood(rounds, Aim.atMost(1.5));
    all.add("node peak memory", (double) peakMib, "MiB", Aim.NONE);
    return all.figures;
  }

  /// Weft set against the engine's own application in the same run.
  static List<Figure> ratios(int validators, Rounds weft, Rounds kvstore) {
    NetworkFigures all = new NetworkFigures("weft / kvstore x" + validators, validators);
    Aim interval = Aim.atMost(1.2);
    Aim throughput = validators == 1 ? Aim.NONE : Aim.atLeast(1);
    all.ratio(
        "block interval p50, empty",
        weft.empty().intervalMs(P50),
        kvstore.empty().intervalMs(P50),
        interval);
    all.ratio(
        "block interval p50 at 500/s",
        weft.at500().intervalMs(P50),
        kvstore.at500().intervalMs(P50),
        interval);
    all.ratio("soft p50 at 20/s", weft.at20().softMs(P50), kvstore.at20().softMs(P50), Aim.NONE);
    all.ratio("soft p50 at 500/s", weft.at500().softMs(P50), kvstore.at500().softMs(P50), Aim.NONE);
    all.ratio(
        "transactions of 256 B",
        weft.full256().perSecond(),
        kvstore.full256().perSecond(),
        throughput);
    all.ratio(
        "bytes, 16 KiB payloads",
        weft.full16k().megabytesPerSecond(),
        kvstore.full16k().megabytesPerSecond(),
        throughput);
    all.ratio(
        "bytes, 64 KiB payloads",
        weft.full64k().megabytesPerSecond(),
        kvstore.full64k().megabytesPerSecond(),
        throughput);
    return all.figures;
  }

  private void intervals(Rounds rounds) {
    interval("empty", rounds.empty());
    interval("at 500/s", rounds.at500());
    interval("under full load", rounds.full256());
  }

  private void interval(String when, Measured measured) {
    add("block interval p50, " + when, measured.intervalMs(P50), "ms", Aim.NONE);
    add("block interval p99, " + when, measured.intervalMs(P99), "ms", Aim.NONE);
  }

  private void latency(String when, Measured measured, Aim p50, Aim p99) {
    add("soft p50 " + when, measured.softMs(P50), "ms", p50);
    add("soft p99 " + when, measured.softMs(P99), "ms", p99);
  }

  private void full(Rounds rounds, Aim transactions, Aim bytes) {
    add("transactions of 256 B", rounds.full256().perSecond(), "1/s", transactions);
    add("bytes, 16 KiB payloads", rounds.full16k().megabytesPerSecond(), "MB/s", Aim.NONE);
    add("bytes, 64 KiB payloads", rounds.full64k().megabytesPerSecond(), "MB/s", bytes);
    add("block interval p50, 64 KiB payloads", rounds.full64k().intervalMs(P50), "ms", Aim.NONE);
  }

  private void processor(Rounds rounds) {
    processor("1,000 transactions", rounds.full256(), rounds.full256().transactions() / 1e3);
    double megabytes = rounds.full64k().megabytesPerSecond() * rounds.full64k().seconds();
    processor("MB of 64 KiB payloads", rounds.full64k(), megabytes);
    double emptyShare = rounds.empty().seconds();
    add(
        "cores used, empty: application",
        rounds.empty().processor().application() / emptyShare,
        "",
        Aim.NONE);
    add(
        "cores used, empty: engine",
        rounds.empty().processor().engine() / emptyShare,
        "",
        Aim.NONE);
  }

  private void processor(String of, Measured measured, double count) {
    double each = 1 / Math.max(1e-9, count);
    add("application s per " + of, measured.processor().application() * each, "s", Aim.NONE);
    add("engine s per " + of, measured.processor().engine() * each, "s", Aim.NONE);
  }

  private void flood(Rounds rounds, Aim aim) {
    Measured flood = rounds.flood();
    add("offered in the flood", flood.offered() / flood.seconds(), "1/s", Aim.NONE);
    add("soft in the flood", flood.perSecond(), "1/s", Aim.NONE);
    add("block interval p50, flood", flood.intervalMs(P50), "ms", Aim.NONE);
    add(
        "block interval p50, flood / full load",
        flood.intervalMs(P50) / Math.max(1e-3, rounds.full256().intervalMs(P50)),
        "",
        aim);
    flood
        .refused()
        .forEach((code, count) -> add("refused in the flood: " + code, count, "", Aim.NONE));
  }

  /// Transactions times nodes: each node works on each of them.
  private double shares(Rounds rounds) {
    return Math.max(1.0, (double) rounds.full256().transactions() * validators);
  }

  private void ratio(String name, double part, double whole, Aim aim) {
    if (whole > 0) {
      add(name, part / whole, "", aim);
    }
  }

  private void add(String name, double value, String unit, Aim aim) {
    figures.add(new Figure(scenario, name, value, unit, aim));
  }
}
