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
/// @param rollupStateRootsAgree whether each rollup has the same state root, whichever node it
///   followed
record TestnetSummary(
    Summary markets,
    int validators,
    Heads.Intervals engineInterval,
    List<Long> heights,
    boolean appHashesAgree,
    long attestedHeights,
    long missedAttestations,
    SortedMap<String, Long> restarts,
    boolean rollupStateRootsAgree)
    implements MarketRun.Report {
  TestnetSummary {
    heights = List.copyOf(heights);
    restarts = new TreeMap<>(restarts);
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
                heights.stream().map(Format::count).collect(Collectors.joining(" ")),
                Format.count(engineInterval.p50()),
                Format.count(engineInterval.p99())));
    lines.add(
        "%s attested, %s missed"
            .formatted(Format.count(attestedHeights, "height"), Format.count(missedAttestations)));
    restarts.forEach((kind, count) -> lines.add(kind + ": " + Format.count(count, "node")));
    lines.add(appHashesAgree ? "app hashes agree" : "APP HASHES DIFFER");
    lines.add(rollupStateRootsAgree ? "rollup state roots agree" : "ROLLUP STATE ROOTS DIFFER");
    return lines;
  }

  /// Nothing lost, all verified, nobody disagrees.
  @Override
  public boolean isSound() {
    return markets.isSound() && appHashesAgree && rollupStateRootsAgree;
  }
}
