package weft.engine.cometbft.statesync;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import weft.chain.block.CarriedAttestation;
import weft.chain.snapshot.SnapshotChunk;
import weft.chain.snapshot.SnapshotManifest;
import weft.chain.store.BlockSeal;
import weft.chain.store.PinnedState;
import weft.ledger.state.KeyValueView.Entry;
import weft.ledger.state.Keys;
import weft.ledger.state.ValidatorSets;
import weft.primitives.Bytes;
import weft.protocol.validator.Attestation;
import weft.protocol.validator.BlockStatement;

/// Writes snapshots, one at a time, on a thread of its own: a chunk and a bit is in memory, and the
/// disk is used at a bounded rate.
final class SnapshotWriter implements AutoCloseable {
  private static final long READ_BYTES = 256L << 10;
  private static final long CLOSE_TIMEOUT_MS = 30_000;

  private final SnapshotFolder folder;
  private final SnapshotSettings settings;
  private final StateSyncListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread = Thread.ofPlatform().name("weft-snapshots").unstarted(this::run);
  private @Nullable Task task;
  private boolean closing;

  /// @param votes for the block, as the next block carries them
  private record Task(PinnedState state, Bytes votes) {
    long height() {
      return state.head().height();
    }
  }

  SnapshotWriter(SnapshotFolder folder, SnapshotSettings settings, StateSyncListener listener) {
    this.folder = folder;
    this.settings = settings;
    this.listener = listener;
    thread.start();
  }

  boolean isBusy() {
    lock.lock();
    try {
      return task != null || closing;
    } finally {
      lock.unlock();
    }
  }

  /// Takes over a state, and closes it in the end. Only while it is not busy.
  void write(PinnedState state, Bytes votes) {
    lock.lock();
    try {
      if (task != null || closing) {
        state.close();
        return;
      }
      task = new Task(state, votes);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The height that is being written.
  OptionalLong height() {
    lock.lock();
    try {
      return task == null ? OptionalLong.empty() : OptionalLong.of(task.height());
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      Optional<Task> next = await();
      while (next.isPresent()) {
        write(next.get());
        next = await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stop();
    }
  }

  /// Takes nothing any more.
  private void stop() {
    lock.lock();
    try {
      closing = true;
      if (task != null) {
        task.state().close();
        task = null;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Task> await() throws InterruptedException {
    lock.lock();
    try {
      while (task == null && !closing) {
        changed.await();
      }
      return closing ? Optional.empty() : Optional.ofNullable(task);
    } finally {
      lock.unlock();
    }
  }

  private void write(Task one) throws InterruptedException {
    try (PinnedState state = one.state()) {
      snapshot(state, one.votes());
    } catch (RuntimeException fault) {
      folder.discard(one.height());
      listener.failed(one.height(), fault);
    } finally {
      lock.lock();
      try {
        task = null;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void snapshot(PinnedState state, Bytes votes) throws InterruptedException {
    long height = state.head().height();
    long startNs = System.nanoTime();
    if (!(state.seal() instanceof BlockSeal.Network seal)) {
      throw new IllegalStateException("block " + height + " is not of a network");
    }
    Optional<Attestation> attestation = attestation(state, seal.statement(), votes);
    if (attestation.isEmpty()) {
      listener.skipped(height, "the votes in the next block do not attest it");
      return;
    }
    SnapshotFolder.Draft draft = folder.begin(height);
    Pace pace = new Pace(startNs);
    SnapshotChunk chunk = new SnapshotChunk();
    Bytes last = Bytes.EMPTY;
    for (List<Entry> entries = state.entries(last, READ_BYTES);
        !entries.isEmpty();
        entries = state.entries(last, READ_BYTES)) {
      for (Entry entry : entries) {
        if (!chunk.add(entry)) {
          pace.add(draft, chunk);
          chunk = new SnapshotChunk();
          chunk.add(entry);
        }
      }
      last = entries.getLast().key();
      if (isClosing()) {
        folder.drop(height);
        return;
      }
    }
    pace.add(draft, chunk);
    if (draft.hashes().size() > SnapshotManifest.MAX_CHUNKS) {
      folder.drop(height);
      listener.skipped(height, "the state is too large for a snapshot");
      return;
    }
    draft.finish(new SnapshotManifest(seal.statement(), attestation.get(), draft.hashes()));
    folder.keepNewest(settings.kept());
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    listener.taken(height, draft.hashes().size(), pace.bytes, tookMs);
  }

  private static Optional<Attestation> attestation(
      PinnedState state, BlockStatement statement, Bytes votes) {
    Bytes sets = Objects.requireNonNull(state.get(Keys.VALIDATOR_SETS), "a network has validators");
    return CarriedAttestation.of(statement, ValidatorSets.decode(sets).last(), votes);
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /// Waits after each chunk for as long as the rate asks, or until closing.
  private final class Pace {
    private final long startNs;
    private long bytes;

    Pace(long startNs) {
      this.startNs = startNs;
    }

    void add(SnapshotFolder.Draft draft, SnapshotChunk chunk) throws InterruptedException {
      Bytes encoded = chunk.encode();
      draft.add(encoded);
      bytes += encoded.size();
      long dueNs = (long) Math.ceil(1e9 * bytes / settings.maxBytesPerSecond());
      lock.lock();
      try {
        long restNs = startNs + dueNs - System.nanoTime();
        while (restNs > 0 && !closing) {
          restNs = changed.awaitNanos(restNs);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /// Gives up what is being written.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(CLOSE_TIMEOUT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
