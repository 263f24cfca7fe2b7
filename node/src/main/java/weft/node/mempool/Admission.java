package weft.node.mempool;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.ledger.admission.AdmissionTerms;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.orderflow.Hold;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.StoreException;

/// The way of a transaction from its bytes into the pool, cheapest checks first: form, known
/// already, ledger, room; then, on a verifier thread, signature, ledger and room again.
final class Admission {
  /// How often a transaction is tried, each time because a block came after the ledger was asked.
  private static final int MAX_CHECKS = 16;

  private final MempoolEnvironment environment;
  private final GuardedPool pool;
  private final VerifiedCache verified;
  private final VerificationQueue queue;
  private final JournalQueue journal;
  private final Answers answers;
  private final PeerTraffic peers;
  private final BlocksFirst blocksFirst;
  private final HoldSettings holds;
  private final Refusals refusals;
  private final ModuleTurns moduleTurns = new ModuleTurns();
  private final AtomicLong nextArrival;
  private final Counters counters;
  private final Consumer<StoreException> onFailure;
  private volatile @Nullable String stopReason;

  Admission(
      MempoolEnvironment environment,
      GuardedPool pool,
      VerifiedCache verified,
      VerificationQueue queue,
      JournalQueue journal,
      Answers answers,
      PeerTraffic peers,
      BlocksFirst blocksFirst,
      HoldSettings holds,
      Refusals refusals,
      long nextArrival,
      Counters counters,
      Consumer<StoreException> onFailure) {
    this.environment = environment;
    this.pool = pool;
    this.verified = verified;
    this.queue = queue;
    this.journal = journal;
    this.answers = answers;
    this.peers = peers;
    this.blocksFirst = blocksFirst;
    this.holds = holds;
    this.refusals = refusals;
    this.nextArrival = new AtomicLong(nextArrival);
    this.counters = counters;
    this.onFailure = onFailure;
  }

  /// Refuses everything from now on.
  void stop(String reason) {
    stopReason = reason;
    queue.close().forEach(left -> refuse(left, refusals.stopping(reason)));
  }

  /// Refuses what waits for the journal too, because the thread that would write it may be gone.
  void abandon() {
    Refusal broken = refusals.broken();
    stop(broken.message());
    journal.abandon().forEach(left -> answers.refuse(left.pending(), broken));
  }

  CompletableFuture<Answer> submit(Bytes envelope, Optional<Hold> hold) {
    @Nullable String stopped = stopReason;
    if (stopped != null) {
      return refused(refusals.stopping(stopped));
    }
    return switch (TransactionCodec.decode(envelope)) {
      case Checked.Refused<Transaction>(Refusal refusal) -> refused(refusal);
      case Checked.Ok<Transaction>(Transaction transaction) -> submit(transaction, hold);
    };
  }

  private CompletableFuture<Answer> submit(Transaction transaction, Optional<Hold> hold) {
    Optional<Refusal> unwilling = hold.flatMap(wish -> unwilling(transaction, wish));
    if (unwilling.isPresent()) {
      return refused(unwilling.get());
    }
    PendingAnswer pending = PendingAnswer.of(transaction.hash(), hold);
    @Nullable PendingAnswer first = answers.begin(pending);
    if (first != null) {
      return answers.join(first).orElseGet(() -> refused(refusals.tooManyCopies()));
    }
    try {
      Optional<Refusal> refusal = screenOwn(transaction, pending);
      refusal.ifPresent(reason -> answers.refuseNow(pending, reason));
    } catch (StoreException e) {
      answers.refuseNow(pending, refusals.storeFailed(e));
      onFailure.accept(e);
    } catch (RuntimeException | Error e) {
      answers.fail(pending, e);
    }
    return pending.future();
  }

  /// Takes a transaction from a peer as far as its turn for a verifier thread.
  ///
  /// @return why it goes no further
  Optional<Refusal> offer(Transaction transaction) {
    Optional<Refusal> refused = screen(transaction, new Sender.Peer());
    refused.ifPresent(refusal -> peers.refused(transaction.hash(), refusal));
    return refused;
  }

  private Optional<Refusal> unwilling(Transaction transaction, Hold wish) {
    if (transaction.body().bid().isPresent()) {
      return Optional.of(Refusals.bidHeld());
    }
    return wish.forMs() < 1 || wish.forMs() > holds.maxMs()
        ? Optional.of(Refusals.heldTooLong(holds))
        : Optional.empty();
  }

  private Optional<Refusal> screenOwn(Transaction transaction, PendingAnswer pending) {
    Optional<Checked<Receipt>> again = pool.read(state -> state.resent(transaction.hash()));
    if (again.isPresent() && pending.hold().isEmpty()) {
      Optional<Refusal> kept =
          pool.step(
              (state, changes) -> state.kept.release(transaction.hash(), now(state), changes));
      if (kept.isPresent()) {
        return kept;
      }
    }
    switch (again.orElse(null)) {
      case null -> {}
      case Checked.Ok<Receipt>(Receipt receipt) -> {
        answers.acceptNow(pending, receipt);
        return Optional.empty();
      }
      case Checked.Refused<Receipt>(Refusal refusal) -> {
        return Optional.of(refusal);
      }
    }
    return screen(transaction, pending);
  }

  /// Everything that is cheaper than a signature.
  private Optional<Refusal> screen(Transaction transaction, Sender sender) {
    if (verified.isForged(transaction.hash())) {
      return Optional.of(Refusals.badSignature());
    }
    long height = pool.read(Pool::height);
    long nowMs = environment.clock().millis();
    if (ModuleTurns.isNeeded(transaction)) {
      Optional<Refusal> early = screenModule(transaction, nowMs);
      if (early.isPresent()) {
        return early;
      }
    }
    return switch (environment.ledger().check(transaction, height + 1, nowMs)) {
      case Checked.Refused<AdmissionTerms>(Refusal refusal) -> Optional.of(refusal);
      case Checked.Ok<AdmissionTerms>(AdmissionTerms terms) -> {
        Newcomer newcomer = Newcomer.of(transaction, terms, sender.isOwnClient());
        yield enqueue(new Incoming(newcomer, nextArrival.getAndIncrement(), nowMs, height, sender));
      }
    };
  }

  /// Reading a module is dearer than a signature, so the signature comes first.
  private Optional<Refusal> screenModule(Transaction transaction, long nowMs) {
    if (prove(transaction).isEmpty()) {
      return Optional.of(Refusals.badSignature());
    }
    return moduleTurns.take(nowMs) ? Optional.empty() : Optional.of(refusals.tooManyModules());
  }

  private Optional<Refusal> enqueue(Incoming incoming) {
    Newcomer newcomer = incoming.newcomer();
    boolean isHere = pool.knows(newcomer.transaction().hash());
    if (!isHere && place(newcomer) instanceof Checked.Refused<Placement>(Refusal refusal)) {
      return Optional.of(refusal);
    }
    if (newcomer.own() && answers.isFull()) {
      return Optional.of(overloaded(newcomer, Optional.empty()));
    }
    Optional<Refusal> own = Optional.empty();
    for (Displaced each : queue.add(incoming, incoming.receivedTimeMs())) {
      if (each.incoming().arrival() == incoming.arrival()) {
        own = Optional.of(overloaded(newcomer, each.rateToBeat()));
      } else {
        refuse(each);
      }
    }
    return own;
  }

  /// What lies behind a gap is taken for verification if what is under way may fill the gap; all
  /// else that has no place costs no signature.
  private Checked<Placement> place(Newcomer newcomer) {
    Checked<Placement> placed = pool.read(state -> state.place(newcomer, 0));
    if (placed instanceof Checked.Ok) {
      return placed;
    }
    int underWay = queue.underWay(ChannelId.of(newcomer), newcomer.own());
    return underWay == 0 ? placed : pool.read(state -> state.place(newcomer, underWay));
  }

  /// Who waits for a signature's turn hears in time that it does not come. Done by whoever brings a
  /// transaction to the queue, or is through with one, or waits to pass one on to the journal.
  private void refuseOverdue() {
    refuseAll(queue.overdue(environment.clock().millis()));
  }

  private void refuseAll(List<Displaced> displaced) {
    displaced.forEach(this::refuse);
  }

  private void refuse(Displaced displaced) {
    Incoming incoming = displaced.incoming();
    refuse(incoming, overloaded(incoming.newcomer(), displaced.rateToBeat()));
  }

  private void refuse(Incoming incoming, Refusal refusal) {
    switch (incoming.sender()) {
      case PendingAnswer pending -> answers.refuse(pending, refusal);
      case Sender.Peer _ -> peers.refused(incoming.newcomer().transaction().hash(), refusal);
    }
  }

  private Refusal overloaded(Newcomer newcomer, Optional<Amount> rateToBeat) {
    @Nullable String stopped = stopReason;
    return stopped != null ? refusals.stopping(stopped) : refusals.overloaded(newcomer, rateToBeat);
  }

  /// A verifier thread's work, until the queue is closed.
  void verifyAll() {
    for (Incoming next = queue.take(); next != null; next = queue.take()) {
      boolean genuine;
      try {
        genuine = verify(next);
      } catch (RuntimeException | Error fault) {
        refuse(next, refusals.broken());
        throw fault;
      }
      refuseAll(queue.done(next, genuine, environment.clock().millis()));
      blocksFirst.await();
    }
  }

  /// @return whether the signature is the account's
  private boolean verify(Incoming incoming) {
    Optional<VerifiedTransaction> transaction = prove(incoming.newcomer().transaction());
    if (transaction.isEmpty()) {
      refuse(incoming, Refusals.badSignature());
      return false;
    }
    try {
      admit(incoming, transaction.get())
          .ifPresent(
              refusal -> {
                verified.remember(transaction.get());
                refuse(incoming, refusal);
              });
    } catch (StoreException e) {
      refuse(incoming, refusals.storeFailed(e));
      onFailure.accept(e);
    }
    return true;
  }

  /// What a peer brought and is in the pool was verified for it.
  private Optional<VerifiedTransaction> prove(Transaction transaction) {
    Optional<VerifiedTransaction> here =
        pool.read(
            state ->
                Optional.ofNullable(state.find(transaction.hash())).map(each -> each.verified));
    return here.isPresent() ? here : verified.verify(transaction);
  }

  /// Never admits on terms that a block made stale in between: their next sequence may be of a
  /// channel that moved on meanwhile, and the transaction would wait for one that is long used.
  private Optional<Refusal> admit(Incoming incoming, VerifiedTransaction transaction) {
    AdmissionTerms terms = incoming.newcomer().terms();
    long checkedHeight = incoming.checkedHeight();
    for (int i = 0; i < MAX_CHECKS; i++) {
      Optional<Checked<PoolEntry>> answer =
          admit(entry(incoming, transaction, terms), checkedHeight);
      if (answer.isPresent()) {
        return switch (answer.get()) {
          case Checked.Refused<PoolEntry>(Refusal refusal) -> Optional.of(refusal);
          case Checked.Ok<PoolEntry>(PoolEntry here) -> hold(here, incoming.sender());
        };
      }
      checkedHeight = pool.read(Pool::height);
      long nowMs = environment.clock().millis();
      switch (environment.ledger().check(transaction.transaction(), checkedHeight + 1, nowMs)) {
        case Checked.Refused<AdmissionTerms>(Refusal refusal) -> {
          return Optional.of(refusal);
        }
        case Checked.Ok<AdmissionTerms>(AdmissionTerms fresh) -> terms = fresh;
      }
    }
    return Optional.of(overloaded(incoming.newcomer(), Optional.empty()));
  }

  private static PoolEntry entry(
      Incoming incoming, VerifiedTransaction transaction, AdmissionTerms terms) {
    long arrival = incoming.arrival();
    long timeMs = incoming.receivedTimeMs();
    return switch (incoming.sender()) {
      case PendingAnswer pending ->
          pending
              .hold()
              .map(wish -> PoolEntry.held(transaction, terms, arrival, timeMs, wish))
              .orElseGet(() -> new PoolEntry(transaction, terms, arrival, timeMs));
      case Sender.Peer _ -> PoolEntry.ofPeer(transaction, terms, arrival, timeMs);
    };
  }

  /// @return empty if a block came after the ledger was asked
  private Optional<Checked<PoolEntry>> admit(PoolEntry entry, long checkedHeight) {
    return pool.step(
        (state, changes) ->
            state.height() == checkedHeight
                ? Optional.of(admit(state, entry, changes))
                : Optional.empty());
  }

  private Checked<PoolEntry> admit(Pool state, PoolEntry entry, Changes changes) {
    if (entry.hold.isPresent()) {
      return state.kept.hold(entry, changes);
    }
    Newcomer newcomer = Newcomer.of(entry.verified.transaction(), entry.terms, entry.own);
    if (entry.isBid() && !entry.own && state.place(newcomer, 0) instanceof Checked.Ok) {
      state.kept.join(entry.verified, now(state), changes);
    }
    return state.admit(entry, 0, changes);
  }

  private LedgerNow now(Pool state) {
    return new LedgerNow(environment.ledger(), state.height() + 1, environment.clock().millis());
  }

  private Optional<Refusal> hold(PoolEntry entry, Sender sender) {
    return switch (sender) {
      case PendingAnswer pending ->
          journal.put(new JournalQueue.Arrived(entry, pending), this::refuseOverdue)
              ? Optional.empty()
              : Optional.of(refusals.broken());
      case Sender.Peer _ -> {
        peers.admitted(entry.hash());
        yield Optional.empty();
      }
    };
  }

  private CompletableFuture<Answer> refused(Refusal refusal) {
    counters.refused(refusal.code());
    return CompletableFuture.completedFuture(new Answer.Refused(refusal));
  }
}
