package weft.ledger.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import weft.ledger.fee.Earnings;
import weft.ledger.state.EscrowId;
import weft.ledger.state.EscrowRecord;
import weft.ledger.state.EscrowRecord.Share;
import weft.ledger.state.StateReader;
import weft.ledger.state.StateWriter;
import weft.market.sharing.DeferredParts;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.auction.AssetAuctionRecord;
import weft.protocol.auction.Offer;
import weft.protocol.auction.Release;
import weft.protocol.auction.Seller;
import weft.protocol.mechanism.Deferral;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.TransactionBody;

/// What of winning packages' revenue waits for what their rollups report, and where it goes. Rules
/// `BID-60` to `BID-69` of docs/protocol/bids.md.
public final class Escrows {
  /// How many escrows are divided at one height because their time is over, so that beginning a
  /// block takes bounded time.
  public static final int MAX_DUE_PER_HEIGHT = 256;

  /// How many heights an escrow looks for a place at.
  public static final int MAX_LATER = 64;

  private Escrows() {}

  /// Puts into escrow what an auction's winners defer.
  ///
  /// @return those that no height has a place for: they are paid at once, as the auction gave it
  static List<Release> open(
      StateWriter state, long height, AssetAuctionRecord record, Earnings earnings) {
    List<Release> atOnce = new ArrayList<>();
    for (Offer winner : record.winners()) {
      Optional<Deferral> deferral = record.mechanisms().get(winner.mechanism()).deferral();
      List<Share> shares = shares(record, winner);
      if (deferral.isPresent() && shares.stream().anyMatch(share -> !share.part().isZero())) {
        EscrowId id = new EscrowId(height, winner.bid());
        OptionalLong due = place(state.reader(), height + deferral.get().deadlineBlocks() + 1);
        EscrowRecord escrow =
            new EscrowRecord(record.asset(), deferral.get().signal(), due.orElse(height), shares);
        if (due.isPresent()) {
          state.openEscrow(id, escrow);
        } else {
          atOnce.add(pay(state.reader(), id, escrow, earnings));
        }
      }
    }
    return atOnce;
  }

  private static List<Share> shares(AssetAuctionRecord record, Offer winner) {
    List<Share> shares = new ArrayList<>();
    for (int place : winner.sellers()) {
      Seller seller = record.sellers().get(place);
      shares.add(new Share(seller.rollup(), seller.deferred()));
    }
    return shares;
  }

  /// The first height from one on that has a place.
  private static OptionalLong place(StateReader state, long height) {
    for (long at = height; at < height + MAX_LATER; at++) {
      if (state.escrowsDue(at).size() < MAX_DUE_PER_HEIGHT) {
        return OptionalLong.of(at);
      }
    }
    return OptionalLong.empty();
  }

  /// Divides what is due at a height by what was reported so far.
  public static List<Release> divideDue(StateWriter state, long height, Earnings earnings) {
    List<Release> releases = new ArrayList<>();
    for (EscrowId id : state.reader().escrowsDue(height)) {
      releases.add(divide(state, id, escrow(state.reader(), id), earnings));
    }
    return releases;
  }

  /// Divides what all its rollups have reported on, after a transaction that may have reported.
  public static List<Release> divideReported(
      StateWriter state, TransactionBody body, Earnings earnings) {
    List<Release> releases = new ArrayList<>();
    for (Action action : body.actions()) {
      if (action instanceof Action.ReportSignals report) {
        state
            .reader()
            .escrowOf(report.rollup(), report.height())
            .ifPresent(
                id -> {
                  EscrowRecord escrow = escrow(state.reader(), id);
                  if (escrow.isReported()) {
                    releases.add(divide(state, id, escrow, earnings));
                  }
                });
      }
    }
    return releases;
  }

  private static EscrowRecord escrow(StateReader state, EscrowId id) {
    return state
        .escrow(id)
        .orElseThrow(() -> new IllegalStateException("the escrow is gone: " + id));
  }

  private static Release divide(
      StateWriter state, EscrowId id, EscrowRecord escrow, Earnings earnings) {
    state.closeEscrow(id, escrow);
    return pay(state.reader(), id, escrow, earnings);
  }

  private static Release pay(
      StateReader state, EscrowId id, EscrowRecord escrow, Earnings earnings) {
    Release release = release(id, escrow);
    for (Release.Part part : release.parts()) {
      Address payee = state.rollup(part.rollup()).orElseThrow().terms().payee();
      earnings.earn(payee, escrow.asset(), part.amount());
    }
    return release;
  }

  private static Release release(EscrowId id, EscrowRecord escrow) {
    List<Optional<Amount>> signals =
        escrow.shares().stream()
            .map(share -> share.signals().map(all -> all.of(escrow.signal())))
            .toList();
    List<BigInteger> amounts =
        DeferredParts.divide(
            escrow.shares().stream().map(share -> share.part().toBigInteger()).toList(),
            signals.stream().map(one -> one.orElse(Amount.ZERO).toBigInteger()).toList());
    List<Release.Part> parts = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++) {
      parts.add(
          new Release.Part(
              escrow.shares().get(i).rollup(),
              signals.get(i),
              Amount.ofBigInteger(amounts.get(i))));
    }
    return new Release(id.height(), id.bid(), escrow.asset(), parts);
  }
}
