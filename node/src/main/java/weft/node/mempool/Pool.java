package weft.node.mempool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.chain.block.Proposal;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.ledger.admission.AdmissionTerms;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.LanePosition;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.VerifiedTransaction;

/// The state machine of the pending transactions, without threads, clocks or disks: a deterministic
/// function of the calls made to it. The caller serializes the calls, and carries out the [Changes]
/// that each of them adds to.
///
/// A transaction enters with [#admit], may be included after [#journalled], or at once if it came
/// from a peer, and leaves through [#committed], [#dropped], or because another one takes its
/// place. One that left otherwise than through a block stays known until the store has its final
/// status: see [#finished].
final class Pool {
  /// How often a transaction may be passed over, each time for twice as many blocks: 255 in all.
  static final int MAX_PASSED_OVER = 8;

  /// How many dropped candidates that committed state still admits are checked again at one block.
  private static final int MAX_DOUBTED = 1_024;

  private final MempoolSettings settings;
  private final Refusals refusals;
  private final PlacementRules rules;
  private final PoolIndex index = new PoolIndex();
  private final Departures departures;

  /// What is kept back, beside the queues.
  final KeptBack kept;

  /// Concurrent only for [#knows].
  private final Map<Hash32, PoolEntry> byHash = new ConcurrentHashMap<>();

  private final Set<PoolEntry> doubted = new LinkedHashSet<>();
  private final Counters counters;
  private long height;

  /// A pool that keeps nothing back beyond the usual.
  Pool(MempoolSettings settings, Refusals refusals, Counters counters, long height) {
    this(settings, HoldSettings.DEFAULTS, refusals, counters, height);
  }

  /// @param height the newest committed height
  Pool(
      MempoolSettings settings,
      HoldSettings holds,
      Refusals refusals,
      Counters counters,
      long height) {
    this.settings = settings;
    this.refusals = refusals;
    this.rules = new PlacementRules(settings, index, refusals);
    this.counters = counters;
    this.departures = new Departures(index, counters);
    this.kept = new KeptBack(this, holds, refusals, departures);
    this.height = height;
  }

  long height() {
    return height;
  }

  MempoolSize size() {
    return new MempoolSize(
        index.total.count() + index.bids.count(),
        index.total.bytes() + index.bids.bytes(),
        settings.maxTransactions(),
        settings.maxBytes());
  }

  @Nullable PoolEntry find(Hash32 hash) {
    return byHash.get(hash);
  }

  /// Whether a transaction is here; the one question that any thread may ask at any time.
  boolean knows(Hash32 hash) {
    return byHash.containsKey(hash);
  }

  /// The receipt of a transaction that is durable and not final.
  Optional<Receipt> receipt(Hash32 hash) {
    return Optional.ofNullable(byHash.get(hash))
        .flatMap(entry -> Optional.ofNullable(entry.receipt));
  }

  /// What is known of a transaction that is here and durable.
  Optional<TransactionStatus> known(Hash32 hash) {
    @Nullable PoolEntry entry = byHash.get(hash);
    if (entry != null && entry.listed) {
      return Optional.of(status(entry));
    }
    return kept.known(hash);
  }

  /// What a transaction that is sent again is told: its receipt, or how it has just ended, until
  /// the store has that. Empty where the ledger has to say.
  Optional<Checked<Receipt>> resent(Hash32 hash) {
    PoolEntry entry = byHash.get(hash);
    if (entry == null) {
      entry = kept.find(hash);
    }
    if (entry == null || entry.outcome instanceof TransactionStatus.Soft) {
      return Optional.empty();
    }
    @Nullable Receipt receipt = entry.receipt;
    boolean mayBeIncluded = entry.outcome == null || entry.mayBeIn(height + 1);
    if (receipt != null && mayBeIncluded) {
      return Optional.of(Checked.ok(receipt));
    }
    return entry.outcome == null || entry.awaitsDisk()
        ? Optional.empty()
        : Optional.of(Checked.refused(refusals.left(entry.outcome())));
  }

  /// Whether a newcomer would get a place. Changes nothing.
  ///
  /// @param underWay as in [PlacementRules#place]
  Checked<Placement> place(Newcomer newcomer, long underWay) {
    return rules.place(newcomer, underWay);
  }

  /// Takes a transaction in and makes room for it. A client's is no candidate before [#journalled].
  ///
  /// @param underWay as in [PlacementRules#place]
  /// @return the transaction, or the same one if it was here already: a client's then has to be
  ///   journalled too
  Checked<PoolEntry> admit(PoolEntry entry, long underWay, Changes changes) {
    @Nullable PoolEntry here = byHash.get(entry.hash());
    if (here != null && !(here.outcome instanceof TransactionStatus.Soft)) {
      return meet(here, entry);
    }
    Newcomer newcomer = Newcomer.of(entry.verified.transaction(), entry.terms, entry.own);
    return switch (rules.place(newcomer, underWay)) {
      case Checked.Refused<Placement>(Refusal refusal) -> Checked.refused(refusal);
      case Checked.Ok<Placement>(Placement placement) -> {
        kept.take(entry, changes);
        enter(entry, placement, changes);
        if (!entry.awaitsDisk()) {
          list(entry, changes);
        }
        yield Checked.ok(entry);
      }
    };
  }

  private Checked<PoolEntry> meet(PoolEntry here, PoolEntry copy) {
    if (here.outcome != null) {
      return Checked.refused(refusals.left(here.outcome()));
    }
    if (copy.own && here.own) {
      return Checked.refused(refusals.tooManyCopies());
    }
    if (copy.own) {
      here.own = true;
      here.receivedTimeMs = copy.receivedTimeMs;
    }
    return Checked.ok(here);
  }

  private void enter(PoolEntry entry, Placement placement, Changes changes) {
    Set<ChannelQueue> touched = new LinkedHashSet<>();
    if (placement.replaces() != null) {
      retire(
          placement.replaces(), Outcomes.replacedBy(entry.body(), entry.hash()), touched, changes);
    }
    for (PoolEntry evicted : placement.evicts()) {
      retire(evicted, Outcomes.evicted(), touched, changes);
    }
    byHash.put(entry.hash(), entry);
    touched.add(index.add(entry, entry.terms.nextSequence()));
    settle(touched, changes);
  }

  /// A transaction is durable: it has a receipt and may be included.
  void journalled(PoolEntry entry, Receipt receipt, Changes changes) {
    entry.receipt = receipt;
    counters.accepted.increment();
    if (entry.hold.isPresent()) {
      kept.journalled(entry, entry.hold.get(), changes);
      return;
    }
    if (!entry.listed) {
      changes.statuses.add(entry.change(new TransactionStatus.Received()));
    }
    if (entry.outcome != null) {
      entry.listed = true;
      departures.end(entry, height + 1, changes);
    } else if (entry.listed) {
      changes.adopted.add(entry);
    } else {
      list(entry, changes);
    }
  }

  private void list(PoolEntry entry, Changes changes) {
    entry.listed = true;
    changes.statuses.add(new StatusChange(status(entry), entry.lanes));
    changes.shared.add(entry);
    if (entry.isBid()) {
      changes.bids.add(new ReceivedBid(entry.verified, entry.heardTimeMs));
    }
    ChannelQueue channel = index.channelOf(entry);
    index.order.refresh(channel);
    boolean completesBid = entry.onlyInPackage && index.order.hasBids();
    changes.workAvailable |= !entry.waiting && (channel.listedHead != null || completesBid);
  }

  /// The store keeps the final status of these transactions.
  void finished(List<PoolEntry> entries, Changes changes) {
    for (PoolEntry entry : entries) {
      byHash.remove(entry.hash(), entry);
      kept.finished(entry);
      TransactionStatus.Progress outcome = entry.outcome();
      if (!(outcome instanceof TransactionStatus.Soft)) {
        changes.statuses.add(entry.change(outcome));
      }
    }
  }

  /// What is known of a transaction that is here and durable. One on its way out stands where it
  /// stood until the store has its end.
  TransactionStatus status(PoolEntry entry) {
    OptionalLong missing = OptionalLong.empty();
    if (entry.outcome == null && entry.waiting) {
      missing = OptionalLong.of(index.channelOf(entry).readyEnd());
    }
    return entry.status(new TransactionStatus.Pending(missing));
  }

  /// The first missing sequence of a channel, after its bids, if anything of it is pending.
  OptionalLong nextPendingSequence(Address account, long channel) {
    @Nullable AccountQueue queue = index.account(account);
    return queue == null ? OptionalLong.empty() : queue.nextSequence(channel);
  }

  /// The lowest channels of an account in which something is pending, ascending.
  List<Long> pendingChannels(Address account, int max) {
    @Nullable AccountQueue queue = index.account(account);
    return queue == null ? List.of() : queue.channelNumbers(max);
  }

  /// An account's bids that blocks may have, ascending by hash.
  List<ReceivedBid> pendingBids(Address account) {
    @Nullable AccountQueue queue = index.account(account);
    return queue == null
        ? List.of()
        : queue.bids().stream()
            .filter(bid -> bid.listed && bid.outcome == null)
            .map(bid -> new ReceivedBid(bid.verified, bid.heardTimeMs))
            .toList();
  }

  /// The candidates of the next block. May be asked for several times before there is one: any of
  /// the blocks that were begun may be the next.
  CandidateScan candidates() {
    return new CandidateScan(index.order, index::channelOf, height + 1);
  }

  /// The bids that blocks may have, ascending by hash.
  List<VerifiedTransaction> listedBids() {
    List<VerifiedTransaction> bids = new ArrayList<>();
    index.order.bidsAfter(null).forEachRemaining(bid -> bids.add(bid.verified));
    return bids;
  }

  /// The bids for the next block. As with [#candidates], it may be begun with them.
  BidScan bids() {
    return new BidScan(index, byHash, height + 1, true);
  }

  /// The bids for the block after the next one.
  BidScan bidsAfterNext() {
    return new BidScan(index, byHash, height + 2, false);
  }

  /// A transaction that validators or a bid name: whatever became of it here, a block that is begun
  /// may have it, unless it is in one.
  Optional<VerifiedTransaction> named(Hash32 hash) {
    @Nullable PoolEntry entry = byHash.get(hash);
    if (entry == null || entry.outcome instanceof TransactionStatus.Soft) {
      return Optional.empty();
    }
    entry.offeredAt = height + 1;
    return Optional.of(entry.verified);
  }

  /// Candidates could not be included in a block that was begun, which may never be one. Only
  /// committed state ends a transaction: now, or after the next block if that is what it would not
  /// come after.
  ///
  /// @param recheck asks the ledger about a transaction again
  void dropped(
      List<Proposal.Dropped> dropped,
      Function<PoolEntry, Checked<AdmissionTerms>> recheck,
      Changes changes) {
    Set<ChannelQueue> touched = new LinkedHashSet<>();
    for (Proposal.Dropped drop : dropped) {
      @Nullable PoolEntry entry = byHash.get(drop.transactionHash());
      if (entry != null && entry.outcome == null) {
        boolean isFinal = isFinal(drop.refusal(), entry);
        if (!isFinal || recheck(entry, recheck, touched, changes)) {
          passOver(entry);
          changes.workAvailable = true;
        }
        if (isFinal && entry.outcome == null && doubted.size() < MAX_DOUBTED) {
          doubted.add(entry);
        }
      }
    }
    settle(touched, changes);
  }

  private void passOver(PoolEntry entry) {
    int times = Math.min(entry.passedOver, MAX_PASSED_OVER - 1);
    entry.offeredFrom = height + 1 + (1L << times);
    entry.passedOver = times + 1;
  }

  /// Whether a reason not to include a transaction will not be gone a few blocks later.
  static boolean isFinal(Refusal refusal, PoolEntry entry) {
    RefusalCode code = refusal.code();
    boolean mayPass = code == RefusalCode.FEE_TOO_LOW || code == RefusalCode.SPONSORSHIP_EXHAUSTED;
    return !mayPass || entry.passedOver >= MAX_PASSED_OVER;
  }

  /// A block is final. Takes time in proportion to the block, not to the pool.
  ///
  /// @param recheck asks the ledger about a transaction again; only for accounts that had a
  ///   transaction in the block which was not here, and for bids of accounts whose bonds bids in
  ///   the block were charged to
  void committed(
      CommittedBlock block, Function<PoolEntry, Checked<AdmissionTerms>> recheck, Changes changes) {
    height = block.header().height();
    Set<ChannelQueue> touched = new LinkedHashSet<>();
    Set<Address> strangers = new LinkedHashSet<>();
    Set<Address> bidders = new LinkedHashSet<>();
    for (IncludedTransaction included : block.transactions()) {
      PoolEntry entry = byHash.get(included.transaction().hash());
      if (entry == null) {
        strangers.add(included.transaction().body().account());
      } else if (entry.isBid()) {
        bidders.add(entry.account());
      }
      include(block, included, entry, touched, changes);
    }
    block.transactions().forEach(included -> useUp(included.transaction(), touched, changes));
    kept.settle(block, changes);
    expire(block.header().timeMs(), touched, changes);
    for (Address account : strangers) {
      recheck(account, recheck, touched, changes);
    }
    for (Address account : bidders) {
      recheckBids(account, recheck, touched, changes);
    }
    for (PoolEntry entry : doubted) {
      recheck(entry, recheck, touched, changes);
    }
    doubted.clear();
    settle(touched, changes);
    changes.workAvailable |= index.order.hasBids();
    departures.releaseHeldBack(changes);
  }

  /// Another state took the place of that of the genesis: all that waits is judged anew.
  ///
  /// @param restoredHeight the height that the chain goes on from
  /// @param recheck asks the ledger about a transaction again
  void restored(
      long restoredHeight, Function<PoolEntry, Checked<AdmissionTerms>> recheck, Changes changes) {
    height = restoredHeight;
    Set<ChannelQueue> touched = new LinkedHashSet<>();
    Map<ChannelQueue, Long> next = new LinkedHashMap<>();
    List<PoolEntry> waiting =
        byHash.values().stream()
            .filter(entry -> entry.outcome == null)
            .sorted(Comparator.comparing(PoolEntry::hash))
            .toList();
    for (PoolEntry entry : waiting) {
      Checked<AdmissionTerms> judged = recheck.apply(entry);
      if (judged instanceof Checked.Ok<AdmissionTerms>(AdmissionTerms terms)) {
        next.put(index.channelOf(entry), terms.nextSequence());
      } else {
        recheck(entry, _ -> judged, touched, changes);
      }
    }
    kept.restored(recheck, changes);
    // Whatever stood below is gone by now.
    next.forEach(ChannelQueue::advance);
    touched.addAll(next.keySet());
    settle(touched, changes);
    departures.releaseHeldBack(changes);
  }

  private void include(
      CommittedBlock block,
      IncludedTransaction included,
      @Nullable PoolEntry entry,
      Set<ChannelQueue> touched,
      Changes changes) {
    TransactionBody body = included.transaction().body();
    Hash32 hash = included.transaction().hash();
    TransactionStatus.Soft soft = Outcomes.soft(block, included);
    if (entry == null) {
      changes.statuses.add(
          new StatusChange(
              new TransactionStatus(hash, body.account(), body.nonce(), 0, soft),
              soft.lanes().stream().map(LanePosition::rollup).toList()));
    } else {
      counters.included.increment();
      leaveForBlock(entry, soft, touched, changes);
      changes.statuses.add(entry.change(soft));
    }
  }

  /// A sequence that is in a block is used up, and all lower ones of its channel. Done once all
  /// that the block holds has left the queues: it may hold several bids with one sequence.
  private void useUp(VerifiedTransaction transaction, Set<ChannelQueue> touched, Changes changes) {
    Nonce nonce = transaction.body().nonce();
    @Nullable AccountQueue account = index.account(transaction.body().account());
    if (account == null) {
      return;
    }
    List<PoolEntry> passed = new ArrayList<>();
    if (account.bidCount() > 0) {
      passed.addAll(account.bidsUpTo(nonce));
    }
    @Nullable ChannelQueue channel = account.channel(nonce.channel());
    if (channel != null) {
      passed.addAll(channel.upTo(nonce.sequence()));
      touched.add(channel);
    }
    for (PoolEntry each : passed) {
      TransactionStatus.Progress end =
          each.sequence() == nonce.sequence()
              ? Outcomes.replacedBy(transaction.body(), transaction.hash())
              : new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.empty());
      retire(each, end, touched, changes);
    }
    if (channel != null) {
      channel.advance(nonce.sequence() + 1);
    }
  }

  private void leaveForBlock(
      PoolEntry entry, TransactionStatus.Soft soft, Set<ChannelQueue> touched, Changes changes) {
    if (entry.outcome == null) {
      touched.add(index.remove(entry));
      changes.left.add(entry);
    }
    entry.outcome = soft;
    if (!entry.awaitsDisk()) {
      byHash.remove(entry.hash());
    }
  }

  private void expire(long blockTimeMs, Set<ChannelQueue> touched, Changes changes) {
    for (PoolEntry entry :
        index.expiries.due(height, blockTimeMs, settings.maxExpiriesPerBlock())) {
      retire(entry, Outcomes.expired(entry.body(), height), touched, changes);
    }
  }

  private void recheck(
      Address account,
      Function<PoolEntry, Checked<AdmissionTerms>> recheck,
      Set<ChannelQueue> touched,
      Changes changes) {
    @Nullable AccountQueue queue = index.account(account);
    if (queue == null) {
      return;
    }
    List<PoolEntry> entries = new ArrayList<>();
    queue.channels().forEach(channel -> entries.addAll(channel.all()));
    for (PoolEntry entry : entries) {
      recheck(entry, recheck, touched, changes);
    }
    recheckBids(account, recheck, touched, changes);
  }

  private void recheckBids(
      Address account,
      Function<PoolEntry, Checked<AdmissionTerms>> recheck,
      Set<ChannelQueue> touched,
      Changes changes) {
    @Nullable AccountQueue queue = index.account(account);
    if (queue != null) {
      queue.bids().forEach(bid -> recheck(bid, recheck, touched, changes));
    }
  }

  /// @return whether committed state still admits it, or may do so again
  private boolean recheck(
      PoolEntry entry,
      Function<PoolEntry, Checked<AdmissionTerms>> recheck,
      Set<ChannelQueue> touched,
      Changes changes) {
    if (entry.outcome != null) {
      return false;
    }
    if (recheck.apply(entry) instanceof Checked.Refused<AdmissionTerms>(Refusal refusal)
        && isFinal(refusal, entry)) {
      // No block may hold what committed state refuses.
      entry.offeredAt = -1;
      retire(entry, Outcomes.of(refusal), touched, changes);
      return false;
    }
    return true;
  }

  private void retire(
      PoolEntry entry,
      TransactionStatus.Progress outcome,
      Set<ChannelQueue> touched,
      Changes changes) {
    touched.add(departures.retire(entry, outcome, height + 1, changes));
  }

  private void settle(Set<ChannelQueue> touched, Changes changes) {
    for (ChannelQueue channel : touched) {
      index.settle(
          channel,
          flipped -> {
            if (flipped.listed) {
              changes.statuses.add(new StatusChange(status(flipped), flipped.lanes));
            }
          });
      changes.workAvailable |= channel.listedHead != null;
    }
  }
}
