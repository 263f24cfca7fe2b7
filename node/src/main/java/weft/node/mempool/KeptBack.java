package weft.node.mempool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.chain.block.PendingBid;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.ledger.admission.AdmissionTerms;
import weft.primitives.Hash32;
import weft.protocol.orderflow.Hint;
import weft.protocol.orderflow.Hold;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.VerifiedTransaction;

/// How transactions are kept back, and how they go on or end: a part of the pool, under its lock.
final class KeptBack {
  private final Pool pool;
  private final HoldSettings holds;
  private final Refusals refusals;
  private final Departures departures;
  private final HeldTransactions held = new HeldTransactions();

  KeptBack(Pool pool, HoldSettings holds, Refusals refusals, Departures departures) {
    this.pool = pool;
    this.holds = holds;
    this.refusals = refusals;
    this.departures = departures;
  }

  /// One that is kept back or has just ended.
  @Nullable PoolEntry find(Hash32 hash) {
    return held.find(hash);
  }

  /// The status of one that is kept back.
  Optional<TransactionStatus> known(Hash32 hash) {
    return Optional.ofNullable(held.find(hash))
        .filter(kept -> kept.receipt != null)
        .map(kept -> kept.status(kept.heldBack()));
  }

  /// The store keeps the end of one.
  void finished(PoolEntry entry) {
    held.remove(entry);
  }

  /// Another state took the place of that of the genesis.
  ///
  /// @param recheck asks the ledger about a transaction again
  void restored(Function<PoolEntry, Checked<AdmissionTerms>> recheck, Changes changes) {
    for (PoolEntry kept : held.waiting()) {
      if (recheck.apply(kept) instanceof Checked.Refused<AdmissionTerms>(Refusal refusal)
          && Pool.isFinal(refusal, kept)) {
        end(kept, Outcomes.of(refusal), changes);
      }
    }
  }

  /// Whoever brings what is kept back here, it is not any more.
  void take(PoolEntry entry, Changes changes) {
    @Nullable PoolEntry kept = held.waiting(entry.hash());
    if (kept != null) {
      held.remove(kept);
      entry.own = true;
      entry.receivedTimeMs = kept.receivedTimeMs;
      entry.receipt = kept.receipt;
      changes.released.add(entry);
    }
  }

  /// Whether anything is kept back.
  boolean any() {
    return !held.isEmpty();
  }

  /// How many transactions are kept back.
  int count() {
    return held.count();
  }

  /// What is told of those that are kept back, in the order in which they came.
  List<Hint> hints() {
    return held.waiting().stream()
        .flatMap(entry -> entry.hold.map(wish -> Hints.of(entry, wish)).stream())
        .toList();
  }

  /// Keeps a client's transaction back. Nobody is told of it before [Pool#journalled].
  ///
  /// @return the transaction, or the same one if it is public here already
  Checked<PoolEntry> hold(PoolEntry entry, Changes changes) {
    if (pool.knows(entry.hash())) {
      return pool.admit(entry.free(entry.terms), 0, changes);
    }
    if (held.find(entry.hash()) != null) {
      return Checked.refused(refusals.tooManyCopies());
    }
    if (held.countOf(entry.account()) >= holds.maxPerAccount()) {
      return Checked.refused(
          refusals.accountLimit(holds.maxPerAccount() + " transactions kept back"));
    }
    if (held.count() >= holds.maxTransactions() || held.bytes() + entry.size() > holds.maxBytes()) {
      return Checked.refused(refusals.noRoomToHold(holds));
    }
    held.put(entry);
    return Checked.ok(entry);
  }

  /// A transaction with a wish is durable.
  void journalled(PoolEntry entry, Hold wish, Changes changes) {
    if (entry.outcome != null) {
      changes.ended.add(entry);
      return;
    }
    @Nullable PoolEntry here = pool.find(entry.hash());
    if (here != null && here.outcome == null) {
      held.remove(entry);
      here.own = true;
      here.receivedTimeMs = entry.receivedTimeMs;
      here.receipt = entry.receipt;
      changes.adopted.add(here);
      changes.released.add(here);
      return;
    }
    changes.statuses.add(entry.change(entry.heldBack()));
    changes.hints.add(Hints.of(entry, wish));
  }

  /// A client sends a transaction that is kept back again, without the wish.
  ///
  /// @return why it cannot go on like any other
  Optional<Refusal> release(Hash32 hash, LedgerNow ledger, Changes changes) {
    @Nullable PoolEntry kept = held.waiting(hash);
    return kept == null ? Optional.empty() : release(kept, ledger, false, changes);
  }

  /// Lets a transaction go on like any other that a client sent.
  ///
  /// @param atLast whether it ends if it finds no place
  private Optional<Refusal> release(
      PoolEntry kept, LedgerNow ledger, boolean atLast, Changes changes) {
    Checked<AdmissionTerms> judged = ledger.check(kept);
    Checked<PoolEntry> placed =
        switch (judged) {
          case Checked.Refused<AdmissionTerms>(Refusal refusal) -> Checked.refused(refusal);
          case Checked.Ok<AdmissionTerms>(AdmissionTerms terms) ->
              pool.admit(kept.free(terms), 0, changes);
        };
    if (placed instanceof Checked.Refused<PoolEntry>(Refusal refusal)) {
      boolean neverAgain =
          judged instanceof Checked.Refused<AdmissionTerms> && Pool.isFinal(refusal, kept);
      if (atLast || neverAgain) {
        end(kept, Outcomes.of(refusal), changes);
      }
      return Optional.of(refusal);
    }
    return Optional.empty();
  }

  private void end(PoolEntry kept, TransactionStatus.Progress outcome, Changes changes) {
    held.close(kept);
    kept.outcome = outcome;
    departures.count(outcome);
    if (!kept.awaitsDisk()) {
      changes.ended.add(kept);
    }
  }

  /// A bid that could win takes what it names out of what is kept back, where it says of it what is
  /// so. To be called in the step in which the bid is listed, and before that: so the bid goes out
  /// no earlier, and no block has the transaction before it could have the bid.
  void join(VerifiedTransaction bid, LedgerNow ledger, Changes changes) {
    List<PoolEntry> kept = new ArrayList<>();
    List<VerifiedTransaction> named = new ArrayList<>();
    if (held.isEmpty()) {
      return;
    }
    for (Hash32 hash : bid.body().bid().orElseThrow().transactions()) {
      @Nullable PoolEntry entry = held.waiting(hash);
      if (entry != null) {
        kept.add(entry);
      } else {
        entry = pool.find(hash);
      }
      if (entry == null) {
        return;
      }
      named.add(entry.verified);
    }
    if (!kept.isEmpty() && new PendingBid(bid, named).isWhole() && ledger.couldWin(bid)) {
      kept.forEach(each -> release(each, ledger, false, changes));
    }
  }

  /// Lets go on what was kept back for long enough, and what a bid names that was here before it.
  void look(LedgerNow ledger, Changes changes) {
    for (PoolEntry kept : held.waiting()) {
      Hold wish = kept.hold.orElseThrow();
      if (kept.receivedTimeMs + wish.forMs() <= ledger.nowMs()) {
        if (wish.thenPublic()) {
          release(kept, ledger, true, changes);
        } else {
          end(kept, Outcomes.heldForLongEnough(), changes);
        }
      }
    }
    if (!held.isEmpty()) {
      pool.listedBids().forEach(bid -> join(bid, ledger, changes));
    }
  }

  /// A block is final: it ends what it holds, what it uses up, and what is over.
  void settle(CommittedBlock block, Changes changes) {
    if (held.isEmpty()) {
      return;
    }
    long height = block.header().height();
    for (IncludedTransaction included : block.transactions()) {
      Hash32 hash = included.transaction().hash();
      @Nullable PoolEntry itself = held.find(hash);
      if (itself != null) {
        held.close(itself);
        itself.outcome = Outcomes.soft(block, included);
        if (!itself.awaitsDisk()) {
          held.remove(itself);
        }
      }
      for (PoolEntry used : held.usedUpBy(included.transaction().body(), hash)) {
        end(used, new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.empty()), changes);
      }
    }
    for (PoolEntry over : held.expired(height, block.header().timeMs())) {
      end(over, Outcomes.expired(over.body(), height), changes);
    }
  }
}
