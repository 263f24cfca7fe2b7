package weft.node.mempool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import weft.ledger.admission.AdmissionTerms;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.codec.OrderFlowWire;
import weft.protocol.orderflow.Hold;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.Journal;
import weft.storage.StoreException;

/// Brings the journalled transactions back into an empty pool after a restart, in the order of
/// their arrival. Those that are not valid any more get a final status with the reason.
final class Recovery {
  private static final int CHUNK = 256;

  private final MempoolEnvironment environment;
  private final MempoolSettings settings;
  private final Pool pool;
  private final VerifiedCache verified;
  private final GossipQueue gossip;
  private final List<TransactionStatus> ended = new ArrayList<>();

  Recovery(
      MempoolEnvironment environment,
      MempoolSettings settings,
      Pool pool,
      VerifiedCache verified,
      GossipQueue gossip) {
    this.environment = environment;
    this.settings = settings;
    this.pool = pool;
    this.verified = verified;
    this.gossip = gossip;
  }

  /// A journal entry with the answer of its decoding and verification.
  private record Read(Journal.Entry entry, Checked<VerifiedTransaction> transaction) {}

  /// Fills the pool.
  ///
  /// @return the arrival number of the next transaction
  long run() {
    long beganNs = System.nanoTime();
    long nextArrival = 1;
    Changes changes = new Changes();
    for (Read read : readAll(environment.journal().pending())) {
      nextArrival = Math.max(nextArrival, read.entry().arrival() + 1);
      restore(read, changes);
    }
    changes.ended.forEach(entry -> ended.add(entry.status(entry.outcome())));
    for (int from = 0; from < ended.size(); from += settings.maxBatchTransactions()) {
      int to = Math.min(ended.size(), from + settings.maxBatchTransactions());
      environment.journal().finish(ended.subList(from, to));
    }
    pool.finished(changes.ended, new Changes());
    gossip.restore(changes);
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
    MempoolLog.recovered(environment.height(), pool.size().transactions(), ended.size(), tookMs);
    return nextArrival;
  }

  private void restore(Read read, Changes changes) {
    Journal.Entry journalled = read.entry();
    switch (read.transaction()) {
      case Checked.Refused<VerifiedTransaction>(Refusal refusal) ->
          ended.add(unreadable(journalled, refusal));
      case Checked.Ok<VerifiedTransaction>(VerifiedTransaction transaction) ->
          restore(journalled, transaction, changes);
    }
  }

  private void restore(Journal.Entry journalled, VerifiedTransaction transaction, Changes changes) {
    long nowMs = environment.clock().millis();
    switch (environment
        .ledger()
        .check(transaction.transaction(), environment.height() + 1, nowMs)) {
      case Checked.Refused<AdmissionTerms>(Refusal refusal) ->
          ended.add(refused(journalled, transaction, refusal));
      case Checked.Ok<AdmissionTerms>(AdmissionTerms terms) -> {
        PoolEntry entry = entry(journalled, transaction, terms);
        Checked<PoolEntry> placed =
            entry.hold.isPresent()
                ? pool.kept.hold(entry, changes)
                : pool.admit(entry, PlacementRules.ANY_GAP, changes);
        switch (placed) {
          case Checked.Refused<PoolEntry>(Refusal refusal) -> end(entry, refusal);
          case Checked.Ok<PoolEntry> _ -> pool.journalled(entry, journalled.receipt(), changes);
        }
      }
    }
  }

  private static PoolEntry entry(
      Journal.Entry journalled, VerifiedTransaction transaction, AdmissionTerms terms) {
    long receivedTimeMs = journalled.receipt().receivedTimeMs();
    return journalled.hold().isEmpty()
        ? new PoolEntry(transaction, terms, journalled.arrival(), receivedTimeMs)
        : PoolEntry.held(
            transaction, terms, journalled.arrival(), receivedTimeMs, hold(journalled.hold()));
  }

  private static Hold hold(Bytes encoded) {
    try {
      return OrderFlowWire.decode(encoded);
    } catch (MalformedException e) {
      throw new StoreException(
          "The journal has a transaction kept back in a way that this version does not know.",
          "Start the version that wrote it.",
          e);
    }
  }

  private void end(PoolEntry entry, Refusal refusal) {
    ended.add(entry.status(Outcomes.of(refusal)));
  }

  /// Nobody is told whose one was that was kept back.
  private static TransactionStatus refused(
      Journal.Entry journalled, VerifiedTransaction transaction, Refusal refusal) {
    boolean isPublic = journalled.hold().isEmpty();
    return new TransactionStatus(
        transaction.hash(),
        isPublic ? transaction.body().account() : Address.ZERO,
        isPublic ? transaction.body().nonce() : new Nonce(0, 0),
        journalled.receipt().receivedTimeMs(),
        Outcomes.of(refusal));
  }

  /// A journalled transaction that this version cannot read: whose it is, is not known either.
  private static TransactionStatus unreadable(Journal.Entry journalled, Refusal refusal) {
    return new TransactionStatus(
        journalled.transactionHash(),
        Address.ZERO,
        new Nonce(0, 0),
        journalled.receipt().receivedTimeMs(),
        Outcomes.of(refusal));
  }

  private List<Read> readAll(List<Journal.Entry> journalled) {
    List<Read> all = new ArrayList<>(journalled.size());
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            settings.verifierThreads(), Thread.ofPlatform().name("weft-recover-", 0).factory())) {
      List<Future<List<Read>>> chunks = new ArrayList<>();
      for (int from = 0; from < journalled.size(); from += CHUNK) {
        List<Journal.Entry> chunk =
            journalled.subList(from, Math.min(journalled.size(), from + CHUNK));
        chunks.add(threads.submit(() -> chunk.stream().map(this::read).toList()));
      }
      for (Future<List<Read>> chunk : chunks) {
        all.addAll(chunk.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading the journal; start again", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading the journal failed", e.getCause());
    }
    return all;
  }

  private Read read(Journal.Entry entry) {
    return switch (TransactionCodec.decode(entry.envelope())) {
      case Checked.Refused<Transaction>(Refusal refusal) ->
          new Read(entry, Checked.refused(refusal));
      case Checked.Ok<Transaction>(Transaction transaction) ->
          new Read(
              entry,
              verified
                  .verify(transaction)
                  .<Checked<VerifiedTransaction>>map(Checked::ok)
                  .orElseGet(() -> Checked.refused(Refusals.badSignature())));
    };
  }
}
