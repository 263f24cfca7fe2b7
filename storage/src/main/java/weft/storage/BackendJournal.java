package weft.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import weft.chain.store.IncludedTransaction;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.status.TransactionState;
import weft.protocol.status.TransactionStatus;

/// The journal over a backend. Remembers what the receipt of each pending transaction says, so that
/// neither a commit nor an end need read the journal.
final class BackendJournal implements Journal {
  private final Backend backend;
  private final ReentrantLock writing;
  private final LongSupplier headTimeMs;
  private final Map<Hash32, ReceiptLeaf> receipts = new ConcurrentHashMap<>();

  /// @param writing held by whoever writes statuses
  BackendJournal(Backend backend, ReentrantLock writing, LongSupplier headTimeMs) {
    this.backend = backend;
    this.writing = writing;
    this.headTimeMs = headTimeMs;
    pending().forEach(this::remember);
    sweep();
  }

  /// Removes what was appended although a block already held it.
  private void sweep() {
    Batch batch = new Batch();
    try (Backend.Session session = backend.session();
        Backend.Cursor cursor = session.scan(Family.JOURNAL, Bytes.EMPTY, null)) {
      while (cursor.next()) {
        if (!receipts.containsKey(Hash32.of(cursor.key()))) {
          batch.delete(Family.JOURNAL, cursor.key());
        }
      }
    }
    if (!batch.writes().isEmpty()) {
      backend.write(batch);
    }
  }

  @Override
  public void append(List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    Batch batch = new Batch();
    for (Entry entry : entries) {
      batch.put(Family.JOURNAL, entry.transactionHash().bytes(), JournalRecords.entry(entry));
    }
    backend.write(batch);
    entries.forEach(this::remember);
  }

  @Override
  public void finish(List<TransactionStatus> finalStatuses) {
    if (finalStatuses.isEmpty()) {
      return;
    }
    finalStatuses.forEach(BackendJournal::requireOutcome);
    writing.lock();
    try {
      Batch batch = new Batch();
      finalStatuses.forEach(status -> finish(batch, status));
      backend.write(batch);
      finalStatuses.forEach(status -> receipts.remove(status.transactionHash()));
    } finally {
      writing.unlock();
    }
  }

  private void finish(Batch batch, TransactionStatus status) {
    Hash32 hash = status.transactionHash();
    batch.delete(Family.JOURNAL, hash.bytes());
    if (!isSoft(backend.get(Family.STATUSES, hash.bytes()), hash)) {
      long timeMs = headTimeMs.getAsLong();
      batch.put(
          Family.STATUSES,
          hash.bytes(),
          StatusRecords.status(
              new StatusRecords.Stored(
                  status, timeMs, receipt(hash).map(ReceiptLeaf::lastHeight).orElse(0L))));
      batch.put(Family.STATUS_TIMES, Keys.statusTime(timeMs, hash), Bytes.EMPTY);
    }
  }

  private static void requireOutcome(TransactionStatus status) {
    TransactionState state = status.state();
    if (!state.isFinal() || state == TransactionState.SOFT) {
      throw new IllegalArgumentException(
          "only a commit makes a transaction soft, and " + state.id() + " is given to finish");
    }
  }

  @Override
  public List<Entry> pending() {
    List<Entry> entries = new ArrayList<>();
    try (Backend.Session session = backend.session();
        Backend.Cursor cursor = session.scan(Family.JOURNAL, Bytes.EMPTY, null)) {
      while (cursor.next()) {
        Hash32 hash = Hash32.of(cursor.key());
        if (!isSoft(session.get(Family.STATUSES, hash.bytes()), hash)) {
          entries.add(JournalRecords.readEntry(hash, cursor.value()));
        }
      }
    }
    entries.sort(Comparator.comparingLong(Entry::arrival));
    return entries;
  }

  /// What the receipt of a transaction in the journal says.
  Optional<ReceiptLeaf> receipt(Hash32 transactionHash) {
    return Optional.ofNullable(receipts.get(transactionHash));
  }

  /// The block that removed these from the journal is durable.
  void included(List<IncludedTransaction> transactions) {
    transactions.forEach(included -> receipts.remove(included.transaction().hash()));
  }

  private void remember(Entry entry) {
    receipts.put(entry.transactionHash(), entry.receipt().leaf());
  }

  private static boolean isSoft(@Nullable Bytes record, Hash32 hash) {
    return record != null && StatusRecords.readStatus(hash, record).isSoft();
  }
}
