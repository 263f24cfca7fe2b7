package weft.node.mempool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.node.mempool.JournalQueue.Arrived;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.codec.OrderFlowWire;
import weft.protocol.orderflow.Hold;
import weft.protocol.receipt.Receipt;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.receipt.ReceiptSigner;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.status.TransactionStatus;
import weft.storage.Journal;
import weft.storage.StoreException;

/// Group commit: whatever arrived during one disk sync shares the next one, and one signature.
///
/// Only after the sync a transaction may be included and its submitter gets the receipt. Once the
/// store has failed, everybody who still waits is refused.
final class ReceiptJournal {
  private final JournalQueue queue;
  private final MempoolEnvironment environment;
  private final Journal journal;
  private final PrivateKey nodeKey;
  private final MempoolSettings settings;
  private final Refusals refusals;
  private final GuardedPool pool;
  private final VerifiedCache verified;
  private final Answers answers;
  private final Counters counters;
  private final Consumer<StoreException> onFailure;
  private @Nullable StoreException failure;

  ReceiptJournal(
      JournalQueue queue,
      MempoolEnvironment environment,
      MempoolSettings settings,
      Refusals refusals,
      GuardedPool pool,
      VerifiedCache verified,
      Answers answers,
      Counters counters,
      Consumer<StoreException> onFailure) {
    this.queue = queue;
    this.environment = environment;
    this.journal = environment.journal();
    this.nodeKey = environment.nodeKey();
    this.settings = settings;
    this.refusals = refusals;
    this.pool = pool;
    this.verified = verified;
    this.answers = answers;
    this.counters = counters;
    this.onFailure = onFailure;
  }

  /// Works until the queue is closed and drained.
  void run() {
    while (true) {
      JournalQueue.Batch batch =
          queue.take(settings.maxBatchTransactions(), settings.maxBatchBytes());
      if (batch.isEmpty()) {
        return;
      }
      try {
        if (failure == null) {
          append(batch.arrived());
          release(batch.released());
          finish(batch.ended());
        }
      } catch (StoreException e) {
        failure = e;
        onFailure.accept(e);
      } catch (RuntimeException | Error fault) {
        refuse(batch.arrived(), refusals.broken());
        throw fault;
      }
      if (failure != null) {
        refuse(batch.arrived(), refusals.storeFailed(failure));
      }
    }
  }

  private void append(List<Arrived> arrived) {
    if (arrived.isEmpty()) {
      return;
    }
    List<Receipt> receipts = ReceiptSigner.sign(nodeKey, arrived.stream().map(this::leaf).toList());
    List<Journal.Entry> entries = new ArrayList<>(arrived.size());
    for (int i = 0; i < arrived.size(); i++) {
      PoolEntry entry = arrived.get(i).entry();
      entries.add(
          new Journal.Entry(
              entry.hash(),
              entry.arrival,
              entry.verified.transaction().envelope(),
              receipts.get(i),
              encode(entry.hold)));
    }
    journal.append(entries);
    counters.batches.increment();
    acknowledge(arrived, receipts);
  }

  private void acknowledge(List<Arrived> arrived, List<Receipt> receipts) {
    pool.step(
        (state, changes) -> {
          for (int i = 0; i < arrived.size(); i++) {
            PoolEntry entry = arrived.get(i).entry();
            if (entry.isBid()) {
              state.kept.join(entry.verified, now(state), changes);
            }
            state.journalled(entry, receipts.get(i), changes);
          }
          return arrived;
        });
    List<Answers.Given> given = new ArrayList<>(arrived.size());
    for (int i = 0; i < arrived.size(); i++) {
      given.add(new Answers.Given(arrived.get(i).pending(), receipts.get(i)));
    }
    answers.accept(given);
  }

  private static Bytes encode(Optional<Hold> hold) {
    return hold.map(OrderFlowWire::encode).orElse(Bytes.EMPTY);
  }

  /// A restart is not to keep back again what others have already.
  private void release(List<PoolEntry> released) {
    if (released.isEmpty()) {
      return;
    }
    List<Journal.Entry> entries =
        pool.read(
            _ ->
                released.stream()
                    .filter(entry -> entry.outcome == null)
                    .map(ReceiptJournal::free)
                    .toList());
    journal.append(entries);
  }

  private static Journal.Entry free(PoolEntry entry) {
    return new Journal.Entry(
        entry.hash(),
        entry.arrival,
        entry.verified.transaction().envelope(),
        entry.durable(),
        Bytes.EMPTY);
  }

  private LedgerNow now(Pool state) {
    return new LedgerNow(environment.ledger(), state.height() + 1, environment.clock().millis());
  }

  private void finish(List<PoolEntry> ended) {
    if (ended.isEmpty()) {
      return;
    }
    journal.finish(ended.stream().map(ReceiptJournal::ending).toList());
    ended.forEach(entry -> verified.remember(entry.verified));
    pool.step(
        (state, changes) -> {
          state.finished(ended, changes);
          return ended;
        });
  }

  /// The status to keep. A transaction that was included before its own disk sync is soft in the
  /// store already, and stays so there whatever it is finished with.
  private static TransactionStatus ending(PoolEntry entry) {
    TransactionStatus.Progress outcome = entry.outcome();
    return entry.status(
        outcome instanceof TransactionStatus.Soft
            ? new TransactionStatus.Replaced(RefusalCode.REPLACED, Optional.of(entry.hash()))
            : outcome);
  }

  private void refuse(List<Arrived> arrived, Refusal refusal) {
    arrived.forEach(each -> answers.refuse(each.pending(), refusal));
  }

  private ReceiptLeaf leaf(Arrived arrived) {
    PoolEntry entry = arrived.entry();
    return new ReceiptLeaf(entry.hash(), entry.receivedTimeMs, entry.body().lastHeight());
  }
}
