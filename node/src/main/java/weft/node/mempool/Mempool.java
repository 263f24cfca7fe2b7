package weft.node.mempool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import weft.chain.block.Candidates;
import weft.chain.block.Proposal;
import weft.chain.block.VerifiedTransactions;
import weft.chain.engine.EngineHost;
import weft.chain.store.ChainHead;
import weft.chain.store.CommittedBlock;
import weft.node.feed.BroadcastFeed;
import weft.node.feed.Feed;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.orderflow.Hint;
import weft.protocol.orderflow.Hold;
import weft.protocol.receipt.Receipt;
import weft.protocol.receipt.ReceiptSigner;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.StoreException;

/// The transactions that wait for a block: takes them, keeps them durable, orders them, offers them
/// to the engine, and knows what became of each.
///
/// All state is in one [Pool] behind one lock, held for a few microseconds at a time. Around it run
/// the submitters' own threads (form, ledger, room), the verifier threads (signatures), the journal
/// thread (disk syncs and receipts), the outbox thread (answers and status changes), one that keeps
/// the time of what is kept back, and, where there are peers, a thread for what they offer. A fault
/// of one of them, or of the store, makes the mempool refuse everything with `node-stopping`.
public final class Mempool
    implements Submissions, Statuses, HintSource, VerifiedTransactions, EngineHost, AutoCloseable {
  private static final long VERIFIED_CACHE_BYTES = 16 << 20;

  private final MempoolEnvironment environment;
  private final Counters counters = new Counters();
  private final BroadcastFeed<StatusChange> feed;
  private final BroadcastFeed<ReceivedBid> bidFeed;
  private final BroadcastFeed<Hint> hintFeed;
  private final Outbox outbox;
  private final JournalQueue journalQueue;
  private final Answers answers;
  private final GuardedPool pool;
  private final VerifiedCache verified;
  private final Admission admission;
  private final PeerTraffic peerTraffic = new PeerTraffic();
  private final BlocksFirst blocksFirst;
  private final PeerInbox peerInbox;
  private final Optional<PeerGossip> gossip;
  private final List<Thread> verifiers = new ArrayList<>();
  private final Thread journalThread;
  private final Thread outboxThread;
  private final HoldClock holdClock;
  private final Thread holdThread;
  private final Optional<Thread> peersThread;

  /// Recovers what the journal holds, which takes about 40 µs of one core per transaction, and
  /// begins to take new transactions.
  ///
  /// @param mode what it exchanges with other nodes
  public static Mempool start(
      MempoolSettings settings,
      HoldSettings holds,
      MempoolEnvironment environment,
      GossipMode mode) {
    Mempool mempool = new Mempool(settings, holds, environment, mode);
    mempool.verifiers.forEach(Thread::start);
    mempool.journalThread.start();
    mempool.outboxThread.start();
    mempool.holdThread.start();
    mempool.peersThread.ifPresent(Thread::start);
    return mempool;
  }

  /// A mempool that keeps back what [HoldSettings#DEFAULTS] say.
  public static Mempool start(
      MempoolSettings settings, MempoolEnvironment environment, GossipMode mode) {
    return start(settings, HoldSettings.DEFAULTS, environment, mode);
  }

  /// A mempool without peers.
  public static Mempool start(MempoolSettings settings, MempoolEnvironment environment) {
    return start(settings, environment, GossipMode.NONE);
  }

  private Mempool(
      MempoolSettings settings,
      HoldSettings holds,
      MempoolEnvironment environment,
      GossipMode mode) {
    this.environment = environment;
    this.feed = new BroadcastFeed<>(settings.maxReaders());
    this.bidFeed = new BroadcastFeed<>(settings.maxReaders());
    this.hintFeed = new BroadcastFeed<>(settings.maxReaders());
    this.outbox = new Outbox(feed, bidFeed, hintFeed);
    this.journalQueue =
        new JournalQueue(settings.maxUnverifiedTransactions(), settings.maxUnverifiedBytes());
    this.verified = new VerifiedCache(VERIFIED_CACHE_BYTES, counters.recoveries);
    Refusals refusals = new Refusals(settings, environment.defaultAsset());
    this.answers =
        new Answers(settings.maxUnansweredTransactions(), counters, outbox, environment.clock());
    Pool state = new Pool(settings, holds, refusals, counters, environment.height());
    GossipQueue gossipQueue = new GossipQueue(mode, environment.clock());
    long nextArrival = new Recovery(environment, settings, state, verified, gossipQueue).run();
    this.pool =
        new GuardedPool(state, journalQueue, outbox, gossipQueue, environment.workAvailable());
    Places unverified =
        new Places(settings.maxUnverifiedTransactions(), settings.maxUnverifiedBytes());
    this.peerInbox = new PeerInbox(unverified);
    this.blocksFirst =
        mode == GossipMode.NONE
            ? BlocksFirst.never()
            : BlocksFirst.onThisMachine(settings.lateBlockMs());
    this.admission =
        new Admission(
            environment,
            pool,
            verified,
            new VerificationQueue(unverified),
            journalQueue,
            answers,
            peerTraffic,
            blocksFirst,
            holds,
            refusals,
            nextArrival,
            counters,
            this::fail);
    ReceiptJournal receiptJournal =
        new ReceiptJournal(
            journalQueue,
            environment,
            settings,
            refusals,
            pool,
            verified,
            answers,
            counters,
            this::fail);
    for (int i = 0; i < settings.verifierThreads(); i++) {
      verifiers.add(thread("weft-verify-" + i, admission::verifyAll));
    }
    this.journalThread = thread("weft-journal", receiptJournal::run);
    this.outboxThread = thread("weft-answers", outbox::run);
    this.holdClock = new HoldClock(pool, environment, this::fail);
    this.holdThread = thread("weft-holds", holdClock::run);
    this.gossip =
        mode == GossipMode.NONE
            ? Optional.empty()
            : Optional.of(
                new PeerGossip(
                    pool,
                    verified,
                    admission,
                    peerInbox,
                    peerTraffic,
                    blocksFirst,
                    gossipQueue,
                    this::fail));
    this.peersThread = gossip.map(each -> thread("weft-peers", each::screenAll));
  }

  @Override
  public CompletableFuture<Answer> submit(Bytes envelope, Optional<Hold> hold) {
    return admission.submit(envelope, hold);
  }

  @Override
  public List<Hint> hints() {
    return pool.read(state -> state.kept.hints());
  }

  @Override
  public Feed<Hint> newHints() {
    return hintFeed;
  }

  /// How many transactions are kept back.
  public int heldCount() {
    return pool.read(state -> state.kept.count());
  }

  @Override
  public Optional<TransactionStatus> status(Hash32 transactionHash) {
    Optional<TransactionStatus> here = pool.read(state -> state.known(transactionHash));
    return here.isPresent() ? here : environment.finalStatus().apply(transactionHash);
  }

  @Override
  public Optional<Receipt> receipt(Hash32 transactionHash) {
    Optional<Receipt> here = pool.read(state -> state.receipt(transactionHash));
    return here.isPresent()
        ? here
        : environment
            .finalReceipt()
            .apply(transactionHash)
            .map(said -> ReceiptSigner.sign(environment.nodeKey(), List.of(said)).getFirst());
  }

  @Override
  public long nextPendingSequence(Address account, long channel) {
    OptionalLong here = pool.read(state -> state.nextPendingSequence(account, channel));
    return here.orElseGet(() -> environment.ledger().nextSequence(account, channel));
  }

  @Override
  public List<Long> pendingChannels(Address account, int max) {
    return pool.read(state -> state.pendingChannels(account, max));
  }

  @Override
  public List<ReceivedBid> pendingBids(Address account) {
    return pool.read(state -> state.pendingBids(account));
  }

  @Override
  public Checked<VerifiedTransaction> verified(Hash32 transactionHash, Bytes envelope) {
    Optional<VerifiedTransaction> here =
        pool.read(
            state -> Optional.ofNullable(state.find(transactionHash)).map(entry -> entry.verified));
    if (here.isPresent()) {
      return Checked.ok(here.get());
    }
    @Nullable VerifiedTransaction known = verified.find(transactionHash);
    if (known != null) {
      return Checked.ok(known);
    }
    return switch (TransactionCodec.decode(envelope)) {
      case Checked.Refused<Transaction>(Refusal refusal) -> Checked.refused(refusal);
      case Checked.Ok<Transaction>(Transaction transaction) -> verify(transaction);
    };
  }

  private Checked<VerifiedTransaction> verify(Transaction transaction) {
    Optional<VerifiedTransaction> proven = verified.verify(transaction);
    proven.ifPresent(verified::remember);
    return proven
        .<Checked<VerifiedTransaction>>map(Checked::ok)
        .orElseGet(() -> Checked.refused(Refusals.badSignature()));
  }

  @Override
  public Candidates candidates() {
    return new PoolCandidates(pool, verified, pool.read(Pool::candidates));
  }

  @Override
  public void dropped(List<Proposal.Dropped> dropped) {
    long nextHeight = pool.read(Pool::height) + 1;
    long nowMs = environment.clock().millis();
    pool.step(
        (state, changes) -> {
          state.dropped(
              dropped,
              entry -> environment.ledger().check(entry.verified.transaction(), nextHeight, nowMs),
              changes);
          return dropped;
        });
  }

  @Override
  public void committed(CommittedBlock block) {
    long nextHeight = block.header().height() + 1;
    long nextTimeMs = Math.max(block.header().timeMs() + 1, environment.clock().millis());
    pool.step(
        (state, changes) -> {
          state.committed(
              block,
              entry ->
                  environment.ledger().check(entry.verified.transaction(), nextHeight, nextTimeMs),
              changes);
          return block;
        });
    if (gossip.isPresent()) {
      peerTraffic.included(block);
      gossip.get().committed(block.header().height());
    }
    blocksFirst.committed();
    answers.checkOverload();
  }

  /// The store began anew with the state after another block: whatever waits is judged by it.
  public void restored(ChainHead head) {
    long nowMs = Math.max(head.timeMs() + 1, environment.clock().millis());
    pool.step(
        (state, changes) -> {
          state.restored(
              head.height(),
              entry ->
                  environment
                      .ledger()
                      .check(entry.verified.transaction(), head.height() + 1, nowMs),
              changes);
          return head;
        });
    answers.checkOverload();
  }

  /// The exchange with other nodes; empty in a mempool without peers.
  public Optional<Gossip> gossip() {
    return gossip.map(each -> each);
  }

  /// Each change of a transaction's status, as it happens.
  public Feed<StatusChange> statusChanges() {
    return feed;
  }

  /// Each bid that comes in, from this node's clients and from peers, as soon as blocks may have
  /// it. What came back from the journal at the start is not told again.
  public Feed<ReceivedBid> bids() {
    return bidFeed;
  }

  public MempoolSize size() {
    return pool.read(Pool::size);
  }

  public MempoolCounters counters() {
    return counters.snapshot();
  }

  /// Refuses what is not journalled yet or journals it, answers everybody, and stops all threads.
  @Override
  public void close() {
    holdClock.close();
    join(holdThread);
    peerInbox.close();
    peersThread.ifPresent(Mempool::join);
    admission.stop("the node is stopping");
    verifiers.forEach(Mempool::join);
    journalQueue.close();
    join(journalThread);
    outbox.close();
    join(outboxThread);
    feed.close();
    bidFeed.close();
    hintFeed.close();
  }

  private void fail(StoreException failure) {
    admission.stop("the node's store failed: " + failure.getMessage());
    environment.onFault().accept(failure);
  }

  private Thread thread(String name, Runnable work) {
    return Thread.ofPlatform()
        .name(name)
        .uncaughtExceptionHandler(
            (_, fault) -> {
              admission.abandon();
              environment.onFault().accept(fault);
            })
        .unstarted(work);
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
