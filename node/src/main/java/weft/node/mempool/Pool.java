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
import weft.protocol.transaction.TransactionBody;

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

  /// Concurrent only for [#knows].
  private final Map<Hash32, PoolEntry> byHash = new ConcurrentHashMap<>();

  private final List<PoolEntry> heldBack = new ArrayList<>();
  private final Set<PoolEntry> doubted = new LinkedHashSet<>();
  private final Counters counters;
  private long height;

  /// @param height the newest committed height
  Pool(MempoolSettings settings, Refusals refusals, Counters counters, long height) {
    this.settings = settings;
    this.refusals = refusals;
    this.rules = new PlacementRules(settings, index, refusals);
    this.counters = counters;
    this.height = height;
  }

  long height() {
    return height;
  }

  MempoolSize size() {
    return new MempoolSize(
        index.total.count(), index.total.bytes(), settings.maxTransactions(), settings.maxBytes());
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

  /// What a transaction that is sent again is told: its receipt, or how it has just ended, until
  /// the store has that. Empty where the ledger has to say.
  Optional<Checked<Receipt>> resent(Hash32 hash) {
    PoolEntry entry = byHash.get(hash);
    if (entry == null || entry.outcome instanceof TransactionStatus.Soft) {
      return Optional.empty();
    }
    @Nullable Receipt receipt = entry.receipt;
    boolean mayBeIncluded = entry.outcome == null || mayBeInTheNextBlock(entry);
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
        enter(entry, placement, changes);
        if (!entry.own) {
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
      retire(placement.replaces(), replacedBy(entry.body(), entry.hash()), touched, changes);
    }
    for (PoolEntry evicted : placement.evicts()) {
      String reason = "made room for a transaction with a higher tip per byte";
      retire(evicted, new TransactionStatus.Refused(RefusalCode.EVICTED, reason), touched, changes);
    }
    byHash.put(entry.hash(), entry);
    touched.add(index.add(entry, entry.terms.nextSequence()));
    settle(touched, changes);
  }

  /// A transaction is durable: it has a receipt and may be included.
  void journalled(PoolEntry entry, Receipt receipt, Changes changes) {
    entry.receipt = receipt;
    counters.accepted.increment();
    if (!entry.listed) {
      changes.statuses.add(entry.change(new TransactionStatus.Received()));
    }
    if (entry.outcome != null) {
      entry.listed = true;
      end(entry, changes);
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
    index.order.refresh(index.channelOf(entry));
    changes.workAvailable |= !entry.waiting;
  }

  /// The store keeps the final status of these transactions.
  void finished(List<PoolEntry> entries, Changes changes) {
    for (PoolEntry entry : entries) {
      byHash.remove(entry.hash(), entry);
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

  /// The first missing sequence of a channel, if anything of it is pending.
  OptionalLong nextPendingSequence(Address account, long channel) {
    @Nullable ChannelQueue queue = index.channel(account, channel);
    return queue == null ? OptionalLong.empty() : OptionalLong.of(queue.readyEnd());
  }

  /// The lowest channels of an account in which something is pending, ascending.
  List<Long> pendingChannels(Address account, int max) {
    @Nullable AccountQueue queue = index.account(account);
    return queue == null ? List.of() : queue.channelNumbers(max);
  }

  /// The candidates of the next block. May be asked for several times before there is one: any of
  /// the blocks that were begun may be the next.
  CandidateScan candidates() {
    return new CandidateScan(index.order, index::channelOf, height + 1);
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
  private static boolean isFinal(Refusal refusal, PoolEntry entry) {
    RefusalCode code = refusal.code();
    boolean mayPass = code == RefusalCode.FEE_TOO_LOW || code == RefusalCode.SPONSORSHIP_EXHAUSTED;
    return !mayPass || entry.passedOver >= MAX_PASSED_OVER;
  }

  /// A block is final. Takes time in proportion to the block, not to the pool.
  ///
  /// @param recheck asks the ledger about a transaction again; only for accounts that had a
  ///   transaction in the block which was not here
  void committed(
      CommittedBlock block, Function<PoolEntry, Checked<AdmissionTerms>> recheck, Changes changes) {
    height = block.header().height();
    Set<ChannelQueue> touched = new LinkedHashSet<>();
    Set<Address> strangers = new LinkedHashSet<>();
    for (IncludedTransaction included : block.transactions()) {
      PoolEntry entry = byHash.get(included.transaction().hash());
      if (entry == null) {
        strangers.add(included.transaction().body().account());
      }
      include(block, included, entry, touched, changes);
    }
    expire(block.header().timeMs(), touched, changes);
    for (Address account : strangers) {
      recheck(account, recheck, touched, changes);
    }
    for (PoolEntry entry : doubted) {
      recheck(entry, recheck, touched, changes);
    }
    doubted.clear();
    settle(touched, changes);
    releaseHeldBack(changes);
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
    // Whatever stood below is gone by now.
    next.forEach(ChannelQueue::advance);
    touched.addAll(next.keySet());
    settle(touched, changes);
    releaseHeldBack(changes);
  }

  private void include(
      CommittedBlock block,
      IncludedTransaction included,
      @Nullable PoolEntry entry,
      Set<ChannelQueue> touched,
      Changes changes) {
    TransactionBody body = included.transaction().body();
    Hash32 hash = included.transaction().hash();
    TransactionStatus.Soft soft = soft(block, included);
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
    @Nullable ChannelQueue channel = index.channel(body.account(), body.nonce().channel());
    if (channel != null) {
      for (PoolEntry passed : channel.upTo(body.nonce().sequence())) {
        boolean sameNonce = passed.sequence() == body.nonce().sequence();
        TransactionStatus.Progress end =
            sameNonce
                ? replacedBy(body, hash)
                : new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.empty());
        retire(passed, end, touched, changes);
      }
      channel.advance(body.nonce().sequence() + 1);
      touched.add(channel);
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
      TransactionBody body = entry.body();
      String reason =
          body.lastHeight() <= height
              ? "its last height " + body.lastHeight() + " has passed"
              : "its last time " + body.lastTimeMs() + " ms has passed";
      retire(entry, new TransactionStatus.Expired(reason), touched, changes);
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
      retire(entry, outcomeOf(refusal), touched, changes);
      return false;
    }
    return true;
  }

  /// Takes a transaction out of the queues with its final state.
  private void retire(
      PoolEntry entry,
      TransactionStatus.Progress outcome,
      Set<ChannelQueue> touched,
      Changes changes) {
    touched.add(index.remove(entry));
    changes.left.add(entry);
    entry.outcome = outcome;
    if (entry.own) {
      count(outcome);
    }
    end(entry, changes);
  }

  private void count(TransactionStatus.Progress outcome) {
    switch (outcome) {
      case TransactionStatus.Replaced(RefusalCode code, _) -> counters.ended(code);
      case TransactionStatus.Refused(RefusalCode code, _) -> counters.ended(code);
      case TransactionStatus.Expired _ -> counters.ended(RefusalCode.EXPIRED);
      case TransactionStatus.Received _, TransactionStatus.Pending _, TransactionStatus.Soft _ -> {}
    }
  }

  /// Hands a transaction's end over, unless it is not durable yet, or may be in the next block.
  private void end(PoolEntry entry, Changes changes) {
    if (entry.awaitsDisk()) {
      return;
    }
    if (mayBeInTheNextBlock(entry)) {
      heldBack.add(entry);
    } else {
      changes.ended.add(entry);
    }
  }

  /// Whether a block of this node that was begun for the next height may hold it.
  private boolean mayBeInTheNextBlock(PoolEntry entry) {
    return entry.offeredAt == height + 1;
  }

  private void releaseHeldBack(Changes changes) {
    for (PoolEntry entry : heldBack) {
      if (!(entry.outcome instanceof TransactionStatus.Soft)) {
        changes.ended.add(entry);
      }
    }
    heldBack.clear();
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

  private static TransactionStatus.Replaced replacedBy(TransactionBody body, Hash32 hash) {
    RefusalCode code = body.actions().isEmpty() ? RefusalCode.CANCELLED : RefusalCode.REPLACED;
    return new TransactionStatus.Replaced(code, Optional.of(hash));
  }

  static TransactionStatus.Progress outcomeOf(Refusal refusal) {
    return refusal.code() == RefusalCode.EXPIRED
        ? new TransactionStatus.Expired(refusal.message())
        : new TransactionStatus.Refused(refusal.code(), refusal.message());
  }

  private static TransactionStatus.Soft soft(CommittedBlock block, IncludedTransaction included) {
    return new TransactionStatus.Soft(
        block.header().height(),
        block.header().timeMs(),
        included.index(),
        included.lanes(),
        included.fee(),
        included.feeAsset());
  }
}
