package weft.chain.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import weft.ledger.market.OrderFlowTerms;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.lane.LaneEntry;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionBody;

/// Checks that what winning bids name stands first in the lanes of their packages, contiguous and
/// in order.
final class WinningHeads {
  private final BlockContent content;
  private final SortedMap<RollupId, List<LaneEntry>> lanes;
  private final Findings findings;

  private WinningHeads(
      BlockContent content, SortedMap<RollupId, List<LaneEntry>> lanes, Findings findings) {
    this.content = content;
    this.lanes = lanes;
    this.findings = findings;
  }

  static void check(
      AuctionRecord record,
      BlockContent content,
      SortedMap<RollupId, List<LaneEntry>> lanes,
      Findings findings) {
    WinningHeads heads = new WinningHeads(content, lanes, findings);
    for (AssetAuctionRecord auction : record.auctions()) {
      for (Offer winner : auction.winners()) {
        Optional.ofNullable(content.bids().get(winner.bid()))
            .flatMap(TransactionBody::bid)
            .ifPresent(terms -> heads.check(winner.bid(), terms));
      }
    }
  }

  private void check(Hash32 bid, Action.Bid terms) {
    List<TransactionBody> delivered = new ArrayList<>();
    for (Hash32 named : terms.transactions()) {
      TransactionBody body = content.all().get(named);
      if (body == null) {
        findings.add("EXEC-26", "winning bid " + bid + " names " + named + ", which is not there");
        return;
      }
      delivered.add(body);
    }
    findings.require(
        OrderFlowTerms.fit(terms, delivered),
        "EXEC-26",
        "the transactions of winning bid "
            + bid
            + " are for other rollups than its package, or ask for other refunds than it repeats");
    for (RollupId rollup : terms.rollups()) {
      checkHead(bid, terms, rollup);
    }
  }

  private void checkHead(Hash32 bid, Action.Bid terms, RollupId rollup) {
    List<Placed> sold = new ArrayList<>();
    for (Hash32 named : terms.transactions()) {
      TransactionBody body = content.all().get(named);
      if (body != null) {
        addUnits(named, body, rollup, sold);
      }
    }
    List<Placed> head =
        lanes.getOrDefault(rollup, List.of()).stream().limit(sold.size()).map(Placed::of).toList();
    findings.require(
        head.equals(sold),
        "EXEC-27",
        "the lane of " + rollup + " does not begin with what winning bid " + bid + " names");
  }

  private static void addUnits(
      Hash32 hash, TransactionBody body, RollupId rollup, List<Placed> into) {
    List<Action> actions = body.actions();
    for (int action = 0; action < actions.size(); action++) {
      switch (actions.get(action)) {
        case Action.Submit submit -> {
          List<Payload> payloads = submit.rollup().equals(rollup) ? submit.payloads() : List.of();
          for (int i = 0; i < payloads.size(); i++) {
            into.add(new Placed(hash, action, i, payloads.get(i)));
          }
        }
        case Action.Bundle bundle -> {
          for (int i = 0; i < bundle.entries().size(); i++) {
            if (bundle.entries().get(i).rollup().equals(rollup)) {
              into.add(new Placed(hash, action, i, bundle.entries().get(i).payload()));
            }
          }
        }
        default -> {
          // No payloads.
        }
      }
    }
  }

  /// A payload and where in its transaction it comes from.
  private record Placed(Hash32 transaction, int action, int index, Payload payload) {
    static Placed of(LaneEntry entry) {
      return new Placed(
          entry.transactionHash(), entry.actionIndex(), entry.payloadIndex(), entry.payload());
    }
  }
}
