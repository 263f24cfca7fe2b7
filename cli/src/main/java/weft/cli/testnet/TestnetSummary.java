package weft.cli.testnet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import weft.cli.Format;
import weft.cli.market.Heads;
import weft.cli.market.MarketRun;
import weft.cli.market.Summary;

/// What a testnet did.
///
/// @param heights of each node, in their order; -1 where it did not answer
/// @param appHashesAgree whether no two nodes were seen with different states after the same block
/// @param attestedHeights of this run, by more than two thirds of the validators
/// @param missedAttestations heights of this run that too few attested
/// @param restarts how many nodes were disturbed, by kind
/// @param recoveries how long they took to come back, by kind
/// @param rollupStateRootsAgree whether each rollup has the same state root, whichever node it
///   followed
/// @param findings what was lost or missed, or differs, in words; JSON has the numbers alone
record TestnetSummary(
    Summary markets,
    int validators,
    Heads.Intervals engineInterval,
    List<Long> heights,
    boolean appHashesAgree,
    long attestedHeights,
    long missedAttestations,
    SortedMap<String, Long> restarts,
    SortedMap<String, Recovery> recoveries,
    boolean rollupStateRootsAgree,
    List<String> findings)
    implements MarketRun.Report {
  TestnetSummary {
    heights = List.copyOf(heights);
    restarts = new TreeMap<>(restarts);
    recoveries = new TreeMap<>(recoveries);
    findings = List.copyOf(findings);
  }

  @Override
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>(markets.document());
    document.put("validators", validators);
    Map<String, Object> interval = new LinkedHashMap<>();
    interval.put("p50", engineInterval.p50());
    interval.put("p99", engineInterval.p99());
    document.put("engineIntervalMs", interval);
    document.put("heights", heights);
    document.put("appHashesAgree", appHashesAgree);
    document.put("attestedHeights", attestedHeights);
    document.put("missedAttestations", missedAttestations);
    document.put("restarts", restarts);
    Map<String, Object> recovered = new LinkedHashMap<>();
    recoveries.forEach((kind, each) -> recovered.put(kind, recoveryDocument(each)));
    document.put("recoveryMs", recovered);
    document.put("rollupStateRootsAgree", rollupStateRootsAgree);
    return document;
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>(markets.lines());
    lines.add(
        "%s at heights %s; blocks every p50 %s ms, p99 %s ms"
            .formatted(
                Format.count(validators, "validator"),
                heights.stream().map(TestnetSummary::height).collect(Collectors.joining(" ")),
                Format.count(engineInterval.p50()),
                Format.count(engineInterval.p99())));
    lines.add(
        "%s attested by more than 2/3 of the power, %s"
            .formatted(
                Format.count(attestedHeights, "height"),
                missedAttestations == 0
                    ? "none missed"
                    : Format.count(missedAttestations) + " MISSED"));
    restarts.forEach((kind, count) -> lines.add(disturbed(kind, count)));
    lines.add(appHashesAgree ? "app hashes agree" : "APP HASHES DIFFER");
    lines.add(rollupStateRootsAgree ? "rollup state roots agree" : "ROLLUP STATE ROOTS DIFFER");
    lines.addAll(findings);
    return lines;
  }

  private String disturbed(String kind, long count) {
    Recovery recovery = recoveries.get(kind);
    return kind
        + ": "
        + Format.count(count, "node")
        + (recovery == null
            ? ""
            : ", back after p50 %s ms, %s ms at most"
                .formatted(Format.count(recovery.p50Ms()), Format.count(recovery.longestMs())));
  }

  private static String height(long height) {
    return height < 0 ? "(no answer)" : Format.count(height);
  }

  private static Map<String, Object> recoveryDocument(Recovery recovery) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("p50", recovery.p50Ms());
    document.put("max", recovery.longestMs());
    return document;
  }

  /// Nothing lost, all verified, nobody disagrees.
  @Override
  public boolean isSound() {
    return markets.isSound() && appHashesAgree && rollupStateRootsAgree;
  }
}
