package weft.chain.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.ledger.market.Escrows;
import weft.market.sharing.DeferredParts;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Release;
import weft.protocol.auction.Seller;
import weft.protocol.mechanism.Deferral;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Signals;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;

/// Compares what blocks pay out of escrows with what earlier blocks put into them, and with what
/// was reported. Blocks are given in order and without gaps; what was deferred before the first of
/// them is not known here.
///
/// How many reporters a rollup needs stands in the state only, so this shows that somebody whose
/// report was executed said what counted, not that enough of them did.
public final class EscrowAudit {
  private final SortedMap<Escrow, Waiting> waiting = new TreeMap<>();
  private final SortedMap<Told, List<Signals>> told = new TreeMap<>();
  private long first;

  /// Of which winning bid of which block.
  private record Escrow(long height, Hash32 bid) implements Comparable<Escrow> {
    private static final Comparator<Escrow> ORDER =
        Comparator.comparingLong(Escrow::height).thenComparing(Escrow::bid);

    @Override
    public int compareTo(Escrow other) {
      return ORDER.compare(this, other);
    }
  }

  /// What was reported: of which rollup, of which block.
  private record Told(long height, RollupId rollup) implements Comparable<Told> {
    private static final Comparator<Told> ORDER =
        Comparator.comparingLong(Told::height).thenComparing(Told::rollup);

    @Override
    public int compareTo(Told other) {
      return ORDER.compare(this, other);
    }
  }

  /// What one escrow holds.
  private record Waiting(
      AssetAuctionRecord auction, Deferral deferral, List<RollupId> rollups, List<Amount> parts) {
    List<BigInteger> amounts() {
      return parts.stream().map(Amount::toBigInteger).toList();
    }

    /// The last height that reports count in.
    long lastHeight(long height) {
      return height + deferral.deadlineBlocks();
    }
  }

  /// Looks at the next block.
  ///
  /// @return what it pays out otherwise than it must
  public List<Deviation> add(AuditedBlock block) {
    first = first == 0 ? block.height() : first;
    Findings findings = new Findings(block.height());
    block.record().ifPresent(record -> record.auctions().forEach(one -> open(record, one)));
    block.transactions().forEach(this::read);
    for (Release release : block.record().map(AuctionRecord::releases).orElse(List.of())) {
      check(block.height(), release, findings);
    }
    return findings.all();
  }

  private void open(AuctionRecord record, AssetAuctionRecord auction) {
    for (Offer winner : auction.winners()) {
      List<Seller> sellers = winner.sellers().stream().map(auction.sellers()::get).toList();
      Optional<Deferral> deferral = auction.mechanisms().get(winner.mechanism()).deferral();
      List<Amount> parts = sellers.stream().map(Seller::deferred).toList();
      if (deferral.isPresent() && parts.stream().anyMatch(part -> !part.isZero())) {
        waiting.put(
            new Escrow(record.height(), winner.bid()),
            new Waiting(auction, deferral.get(), auction.rollupsOf(winner), parts));
      }
    }
  }

  private void read(Bytes envelope) {
    if (TransactionCodec.decode(envelope)
        instanceof Checked.Ok<Transaction>(Transaction transaction)) {
      for (Action action : transaction.body().actions()) {
        if (action instanceof Action.ReportSignals(RollupId rollup, long height, Signals signals)) {
          told.computeIfAbsent(new Told(height, rollup), _ -> new ArrayList<>()).add(signals);
        }
      }
    }
  }

  private void check(long height, Release release, Findings findings) {
    Escrow escrow = new Escrow(release.height(), release.bid());
    String what = "the escrow of bid " + release.bid() + " of block " + release.height();
    Waiting held = waiting.remove(escrow);
    if (held == null) {
      findings.require(release.height() < first, "BID-64", what + " is paid out and holds nothing");
      return;
    }
    List<RollupId> rollups = release.parts().stream().map(Release.Part::rollup).toList();
    List<BigInteger> amounts =
        release.parts().stream().map(part -> part.amount().toBigInteger()).toList();
    List<BigInteger> signals =
        release.parts().stream()
            .map(part -> part.signal().orElse(Amount.ZERO).toBigInteger())
            .toList();
    boolean isWhole =
        release.asset().equals(held.auction().asset()) && rollups.equals(held.rollups());
    findings.require(
        isWhole && DeferredParts.divide(held.amounts(), signals).equals(amounts),
        "BID-65",
        what + " is not divided as what was put into it and what was reported say");
    boolean isReported = release.parts().stream().allMatch(part -> part.signal().isPresent());
    findings.require(
        isReported || height > held.lastHeight(release.height()) || height == release.height(),
        "BID-66",
        what + " is paid out before its time, and not all have reported");
    for (Release.Part part : release.parts()) {
      part.signal()
          .ifPresent(
              signal ->
                  findings.require(
                      isTold(held.deferral(), release.height(), part.rollup(), signal),
                      "BID-63",
                      what + " counts what nobody has reported of " + part.rollup()));
    }
  }

  private boolean isTold(Deferral deferral, long height, RollupId rollup, Amount signal) {
    return told.getOrDefault(new Told(height, rollup), List.of()).stream()
        .anyMatch(signals -> signals.of(deferral.signal()).equals(signal));
  }

  /// Ends with the block that was looked at last.
  ///
  /// @return what should have been paid out by then
  public List<Deviation> end(long height) {
    Findings findings = new Findings(height);
    waiting.forEach(
        (escrow, held) ->
            findings.require(
                height <= held.lastHeight(escrow.height()) + Escrows.MAX_LATER,
                "BID-66",
                "the escrow of bid "
                    + escrow.bid()
                    + " of block "
                    + escrow.height()
                    + " is not paid out although its time is over"));
    return findings.all();
  }
}
