package weft.node.mempool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.primitives.Hash32;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.status.TransactionStatus;
import weft.storage.Journal;
import weft.storage.StoreException;

/// A journal in maps whose disk can be stopped and broken. Like a real store, it never replaces the
/// status `soft`.
final class TestJournal implements Journal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moves = lock.newCondition();
  private final Map<Hash32, Entry> entries = new LinkedHashMap<>();
  private final Map<Hash32, TransactionStatus> statuses = new LinkedHashMap<>();
  private final Map<Hash32, ReceiptLeaf> receipts = new LinkedHashMap<>();
  private final List<Integer> batches = new ArrayList<>();
  private boolean stopped;
  private boolean waiting;
  private @Nullable RuntimeException fault;

  @Override
  public void append(List<Entry> appended) {
    lock.lock();
    try {
      awaitDisk();
      batches.add(appended.size());
      appended.forEach(entry -> entries.put(entry.transactionHash(), entry));
      appended.forEach(entry -> receipts.put(entry.transactionHash(), entry.receipt().leaf()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void finish(List<TransactionStatus> finalStatuses) {
    lock.lock();
    try {
      awaitDisk();
      for (TransactionStatus status : finalStatuses) {
        entries.remove(status.transactionHash());
        TransactionStatus known = statuses.get(status.transactionHash());
        if (known == null || !(known.progress() instanceof TransactionStatus.Soft)) {
          statuses.put(status.transactionHash(), status);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Entry> pending() {
    lock.lock();
    try {
      return entries.values().stream().sorted(Comparator.comparingLong(Entry::arrival)).toList();
    } finally {
      lock.unlock();
    }
  }

  /// What a store's commit does for the transactions of a block.
  void include(CommittedBlock block) {
    lock.lock();
    try {
      for (IncludedTransaction included : block.transactions()) {
        Hash32 hash = included.transaction().hash();
        Entry entry = entries.remove(hash);
        long receivedTimeMs = entry == null ? 0 : entry.receipt().receivedTimeMs();
        statuses.put(
            hash,
            new TransactionStatus(
                hash,
                included.transaction().body().account(),
                included.transaction().body().nonce(),
                receivedTimeMs,
                new TransactionStatus.Soft(
                    block.header().height(),
                    block.header().timeMs(),
                    included.index(),
                    included.lanes(),
                    included.fee(),
                    included.feeAsset())));
      }
    } finally {
      lock.unlock();
    }
  }

  Optional<TransactionStatus> finalStatus(Hash32 hash) {
    lock.lock();
    try {
      return Optional.ofNullable(statuses.get(hash));
    } finally {
      lock.unlock();
    }
  }

  Optional<ReceiptLeaf> finalReceipt(Hash32 hash) {
    lock.lock();
    try {
      return statuses.containsKey(hash)
          ? Optional.ofNullable(receipts.get(hash))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Sizes of the batches so far.
  List<Integer> batches() {
    lock.lock();
    try {
      return List.copyOf(batches);
    } finally {
      lock.unlock();
    }
  }

  /// Holds up every write until [#resume].
  void stop() {
    lock.lock();
    try {
      stopped = true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until a write is held up.
  void awaitStoppedWrite() {
    lock.lock();
    try {
      awaitUntil(() -> waiting);
    } finally {
      lock.unlock();
    }
  }

  void resume() {
    lock.lock();
    try {
      stopped = false;
      moves.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Makes every write from now on fail, as a full disk does.
  void breakDown() {
    breakDown(new StoreException("The disk is full.", "Free some space, then start again."));
  }

  void breakDown(RuntimeException newFault) {
    lock.lock();
    try {
      fault = newFault;
    } finally {
      lock.unlock();
    }
  }

  private void awaitDisk() {
    if (stopped) {
      waiting = true;
      moves.signalAll();
      awaitUntil(() -> !stopped);
      waiting = false;
    }
    if (fault != null) {
      throw fault;
    }
  }

  private void awaitUntil(BooleanSupplier condition) {
    long leftNs = TimeUnit.SECONDS.toNanos(60);
    try {
      while (!condition.getAsBoolean()) {
        if (leftNs <= 0) {
          throw new AssertionError("the test did not go on within a minute");
        }
        leftNs = moves.awaitNanos(leftNs);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
