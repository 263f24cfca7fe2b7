package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import weft.chain.store.CommittedBlock;
import weft.node.mempool.Submissions.Answer;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.primitives.Sha256;
import weft.protocol.receipt.Receipt;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.VerifiedTransaction;

/// A running mempool over a test ledger and a test journal, with a clock that tests move.
final class MempoolFixture implements AutoCloseable {
  static final PrivateKey NODE_KEY = Signed.key("node");

  final TestLedger ledger;
  final TestJournal journal;
  final AtomicLong nowMs;
  final AtomicInteger workCalls = new AtomicInteger();
  final List<Throwable> faults = new CopyOnWriteArrayList<>();
  final Mempool mempool;

  MempoolFixture(MempoolSettings settings) {
    this(settings, new TestJournal());
  }

  MempoolFixture(MempoolSettings settings, TestJournal journal) {
    this(settings, journal, new TestLedger(), new AtomicLong(1_000_000), GossipMode.NONE);
  }

  MempoolFixture(MempoolSettings settings, GossipMode mode) {
    this(settings, new TestJournal(), new TestLedger(), new AtomicLong(1_000_000), mode);
  }

  MempoolFixture(
      MempoolSettings settings,
      TestJournal journal,
      TestLedger ledger,
      AtomicLong nowMs,
      GossipMode mode) {
    this(settings, HoldSettings.DEFAULTS, journal, ledger, nowMs, mode);
  }

  MempoolFixture(
      MempoolSettings settings,
      HoldSettings holds,
      TestJournal journal,
      TestLedger ledger,
      AtomicLong nowMs,
      GossipMode mode) {
    this.journal = journal;
    this.ledger = ledger;
    this.nowMs = nowMs;
    this.mempool = Mempool.start(settings, holds, environment(), mode);
  }

  Gossip gossip() {
    return mempool.gossip().orElseThrow();
  }

  /// What a peer brings, looked into until it is in the pool or refused.
  Gossip.Taken offer(Bytes bytes) {
    Gossip.Taken taken = gossip().offer(bytes);
    awaitOffers();
    return taken;
  }

  Transaction offer(Signed description) {
    Transaction transaction = description.sign();
    assertThat(offer(transaction.envelope())).isEqualTo(new Gossip.Taken.Enqueued());
    return transaction;
  }

  void awaitOffers() {
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(() -> gossip().gossipCounters().underWay() == 0);
  }

  /// What goes out now, by the hash of the transaction, in order.
  List<Hash32> reaped() {
    return gossip().reap(0).stream()
        .map(GossipFrame::read)
        .map(frame -> Sha256.hash(frame.envelope()))
        .toList();
  }

  private MempoolEnvironment environment() {
    return new MempoolEnvironment(
        journal,
        ledger.height(),
        journal::finalStatus,
        journal::finalReceipt,
        ledger,
        NODE_KEY,
        Signed.WEFT,
        () -> Instant.ofEpochMilli(nowMs.get()),
        workCalls::incrementAndGet,
        faults::add);
  }

  /// Small limits, so that tests reach them.
  static MempoolSettings small() {
    return settings(20, 12, 12);
  }

  static MempoolSettings settings(int transactions, int perAccount, int perLane) {
    MempoolSettings defaults = MempoolSettings.defaults(2);
    return new MempoolSettings(
        transactions,
        defaults.maxBytes(),
        perAccount,
        defaults.maxAccountBytes(),
        perLane,
        defaults.maxLaneBytes(),
        4,
        6,
        8,
        10,
        defaults.maxUnverifiedTransactions(),
        defaults.maxUnverifiedBytes(),
        defaults.maxUnansweredTransactions(),
        2,
        defaults.maxBatchTransactions(),
        defaults.maxBatchBytes(),
        defaults.maxExpiriesPerBlock(),
        defaults.maxReaders(),
        defaults.retryAfter(),
        defaults.lateBlockMs(),
        Math.max(1, transactions * 2 / 5),
        Math.max(1, perAccount / 2));
  }

  CompletableFuture<Answer> send(Transaction transaction) {
    return mempool.submit(transaction.envelope());
  }

  Answer submit(Transaction transaction) {
    return answer(send(transaction));
  }

  static Answer answer(CompletableFuture<Answer> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /// Submits what must be accepted.
  Receipt accept(Transaction transaction) {
    return switch (submit(transaction)) {
      case Answer.Accepted(Receipt receipt) -> receipt;
      case Answer.Refused(Refusal refusal) -> throw new AssertionError("refused: " + refusal);
    };
  }

  Transaction accept(Signed description) {
    Transaction transaction = description.sign();
    accept(transaction);
    return transaction;
  }

  /// Submits what must be refused.
  Refusal refuse(Transaction transaction) {
    return switch (submit(transaction)) {
      case Answer.Accepted _ -> throw new AssertionError("accepted");
      case Answer.Refused(Refusal refusal) -> refusal;
    };
  }

  Refusal refuse(Signed description) {
    return refuse(description.sign());
  }

  RefusalCode refusalCode(Signed description) {
    return refuse(description).code();
  }

  List<VerifiedTransaction> candidates() {
    List<VerifiedTransaction> all = new ArrayList<>();
    for (Iterator<VerifiedTransaction> each = mempool.candidates(); each.hasNext(); ) {
      all.add(each.next());
    }
    return all;
  }

  List<Hash32> candidateHashes() {
    return candidates().stream().map(VerifiedTransaction::hash).toList();
  }

  /// Commits a block as an engine does: the store first, then the mempool is told.
  CommittedBlock commit(List<VerifiedTransaction> transactions) {
    CommittedBlock block = ledger.commit(nowMs.addAndGet(100), transactions);
    journal.include(block);
    mempool.committed(block);
    return block;
  }

  CommittedBlock commitAll() {
    return commit(candidates());
  }

  TransactionStatus status(Hash32 hash) {
    return mempool.status(hash).orElseThrow(() -> new AssertionError("no status: " + hash));
  }

  TransactionStatus.Progress progress(Transaction transaction) {
    return status(transaction.hash()).progress();
  }

  /// The final status of a transaction, once it has one.
  TransactionStatus.Progress end(Transaction transaction) {
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(() -> isFinal(mempool.status(transaction.hash())));
    return progress(transaction);
  }

  private static boolean isFinal(Optional<TransactionStatus> status) {
    return status.map(TransactionStatus::state).filter(TransactionState::isFinal).isPresent();
  }

  @Override
  public void close() {
    journal.resume();
    mempool.close();
  }
}
