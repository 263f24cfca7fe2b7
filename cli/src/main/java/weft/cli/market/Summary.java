package weft.cli.market;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.cli.Format;

/// What was done on the markets.
///
/// @param blocks made in this run; the next three count what is in them
/// @param refused by code: what the node did not take, and what it took and then refused
/// @param receipts that the bots and rollups got
/// @param lost receipts whose transaction is neither soft nor in a final state with a reason
/// @param auctions held in this run
public record Summary(
    long blocks,
    long transactions,
    long payloads,
    long payloadBytes,
    SortedMap<String, Long> refused,
    Snapshot.Latency softLatency,
    List<Lane> lanes,
    long receipts,
    long lost,
    AuctionTotals auctions)
    implements MarketRun.Report {
  public Summary {
    refused = new TreeMap<>(refused);
    lanes = List.copyOf(lanes);
  }

  /// @param laneHeight the last lane block that the rollup executed
  /// @param payloads that the rollup verified in this run
  /// @param stateRoot the rollup's, after that lane block
  /// @param verified whether the rollup has verified and executed all of the node's lane
  public record Lane(
      String rollup, long laneHeight, long payloads, String stateRoot, boolean verified) {}

  @Override
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("blocks", blocks);
    document.put("transactions", transactions);
    document.put("payloads", payloads);
    document.put("payloadBytes", payloadBytes);
    document.put("refused", refused);
    Map<String, Object> latency = new LinkedHashMap<>();
    latency.put("p50", softLatency.p50());
    latency.put("p90", softLatency.p90());
    latency.put("p99", softLatency.p99());
    document.put("softLatencyMs", latency);
    List<Map<String, Object>> all = new ArrayList<>();
    for (Lane lane : lanes) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("rollup", lane.rollup());
      one.put("laneHeight", lane.laneHeight());
      one.put("payloads", lane.payloads());
      one.put("stateRoot", lane.stateRoot());
      one.put("verified", lane.verified());
      all.add(one);
    }
    document.put("lanes", all);
    document.put("receipts", receipts);
    document.put("lost", lost);
    document.putAll(auctions.document());
    return document;
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, %s, %s, %s of payloads"
            .formatted(
                Format.count(blocks, "block"),
                Format.count(transactions, "transaction"),
                Format.count(payloads, "payload"),
                Format.count(payloadBytes, "byte")));
    lines.add(
        "soft after p50 %s ms, p90 %s ms, p99 %s ms"
            .formatted(
                Format.count(softLatency.p50()),
                Format.count(softLatency.p90()),
                Format.count(softLatency.p99())));
    for (Lane lane : lanes) {
      lines.add(
          "%s: lane height %s, %s %s, state root %s"
              .formatted(
                  lane.rollup(),
                  Format.count(lane.laneHeight()),
                  Format.count(lane.payloads(), "payload"),
                  lane.verified() ? "verified" : "NOT ALL VERIFIED",
                  lane.stateRoot()));
    }
    lines.addAll(auctions.lines());
    refused.forEach((code, count) -> lines.add("refused " + code + ": " + Format.count(count)));
    lines.add(
        "%s, %s %s"
            .formatted(
                Format.count(receipts, "receipt"),
                Format.count(lost),
                lost == 0 ? "lost" : "LOST"));
    return lines;
  }

  /// Nothing lost, all verified.
  @Override
  public boolean isSound() {
    return lost == 0 && lanes.stream().allMatch(Lane::verified);
  }
}
