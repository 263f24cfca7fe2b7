package weft.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.chain.store.BlockCommit;
import weft.chain.store.BlockSeal;
import weft.chain.store.ChainHead;
import weft.ledger.state.KeyValueView;
import weft.ledger.state.StateChanges;
import weft.ledger.tree.NodeReader;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.auction.AuctionRecord;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.receipt.ReceiptLeaf;
import weft.protocol.status.TransactionStatus;
import weft.protocol.transaction.RollupId;
import weft.storage.MetaRecords.History;

/// The store's behaviour over any [Backend], so that the durable store and its in-memory twin
/// differ in nothing but where the bytes lie.
///
/// Commits, final statuses and pruning exclude each other, and so no status `soft` is ever
/// overwritten. Journal appends run beside them. Reads take no lock of this class.
abstract class BackendNodeStore implements NodeStore {
  private final Backend backend;
  private final StoreSettings settings;
  private volatile HotCache stateCache;
  private volatile HotCache treeCache;

  /// Fair, so that a commit waits for one piece of pruning and not for a row of them.
  private final ReentrantLock writing = new ReentrantLock(true);

  private final BackendJournal journal;
  private final Pruner pruner;
  private final LaneReads lanes;
  private final BlockReads blocks;
  private final AuctionReads auctions;
  private final ValidatorChanges validatorChanges;
  private final KeyValueView state = new StateView();
  private volatile @Nullable ChainHead head;
  private volatile History history;
  private volatile boolean closed;

  BackendNodeStore(Backend backend, StoreSettings settings) {
    this.backend = backend;
    this.settings = settings;
    stateCache = new HotCache(settings.stateCacheBytes());
    treeCache = new HotCache(settings.treeCacheBytes());
    head = MetaRecords.head(backend).orElse(null);
    history = MetaRecords.history(backend);
    journal = new BackendJournal(backend, writing, this::headTimeMs);
    pruner = new Pruner(backend, settings.retention());
    lanes = new LaneReads(backend);
    blocks = new BlockReads(backend);
    auctions = new AuctionReads(backend);
    validatorChanges = new ValidatorChanges(backend);
  }

  @Override
  public ChainHead head() {
    ChainHead newest = head;
    if (newest == null) {
      throw new IllegalStateException("the store is empty: initialize it first");
    }
    return newest;
  }

  @Override
  public Optional<BlockSeal> headSeal() {
    return seal(head().height());
  }

  @Override
  public Optional<BlockSeal> seal(long height) {
    if (height < 1) {
      return Optional.empty();
    }
    @Nullable Bytes record = backend.get(Family.ANCHORS, Keys.height(height));
    return record == null
        ? MetaRecords.synced(backend)
            .filter(one -> one.statement().height() == height)
            .<BlockSeal>map(one -> one)
        : Optional.of(SealRecords.read(record).seal());
  }

  @Override
  public List<StoredValidatorChange> validatorChanges(long fromHeight, int maxCount) {
    return validatorChanges.from(fromHeight, maxCount);
  }

  @Override
  public long earliestValidatorChange() {
    return MetaRecords.synced(backend).map(seal -> seal.statement().height() + 1).orElse(1L);
  }

  @Override
  public Optional<Hash32> genesisHash() {
    return MetaRecords.genesis(backend);
  }

  @Override
  public KeyValueView state() {
    return state;
  }

  @Override
  public NodeReader treeNodes() {
    return node -> cached(treeCache, Family.TREE, node);
  }

  @Override
  public <T> T atOneMoment(Function<Moment, T> reading) {
    try (Backend.Session session = backend.session()) {
      return reading.apply(
          new Moment(
              MetaRecords.head(session).orElseGet(this::head),
              new SessionState(session),
              node -> session.get(Family.TREE, node)));
    }
  }

  @Override
  public void initialize(
      ChainHead genesisHead, StateChanges changes, SortedMap<Bytes, Optional<Bytes>> treeChanges) {
    writing.lock();
    try {
      ChainHead newest = head;
      if (newest != null) {
        throw new IllegalStateException(
            "the store is not empty: it holds a chain with genesis "
                + genesisHash().map(Hash32::toString).orElse("unknown")
                + " at height "
                + newest.height());
      }
      Batch batch = new Batch();
      BlockWrites.putAll(batch, Family.STATE, changes.entries());
      BlockWrites.putAll(batch, Family.TREE, treeChanges);
      MetaRecords.putGenesis(batch, genesisHead.blockHash());
      MetaRecords.putHead(batch, genesisHead);
      backend.write(batch);
      show(changes.entries(), treeChanges, genesisHead);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void commit(BlockCommit commit) {
    writing.lock();
    try {
      requireNext(commit);
      BlockWrites.Result writes = BlockWrites.of(backend, commit, history, journal::receipt);
      backend.write(writes.batch());
      history = writes.history();
      show(commit.stateChanges().entries(), commit.treeChanges(), commit.block().head());
      journal.included(commit.block().transactions());
    } finally {
      writing.unlock();
    }
  }

  /// Values first, the head last: whoever sees the new head sees all of its state.
  private void show(
      Map<Bytes, Optional<Bytes>> changes, Map<Bytes, Optional<Bytes>> pages, ChainHead newest) {
    changes.forEach(stateCache::put);
    pages.forEach(treeCache::put);
    head = newest;
  }

  /// Puts another chain head with its state in the place of the genesis, or of a head that came in
  /// the same way.
  ///
  /// @param exchange changes the tables, and runs what it is given before anybody reads again
  final void replace(Consumer<Runnable> exchange) {
    writing.lock();
    try {
      requireNoBlocks();
      exchange.accept(this::showReplaced);
    } finally {
      writing.unlock();
    }
  }

  /// @throws IllegalStateException if the store has blocks
  final void requireNoBlocks() {
    if (hasBlocks()) {
      throw new IllegalStateException("the store has blocks, up to " + head().height());
    }
  }

  /// Whether there is any block, even if only the newest was left.
  public final boolean hasBlocks() {
    ChainHead newest = head;
    return newest != null && newest.height() >= history.earliestHeight();
  }

  /// New caches: a read that began before may still put an old value into the old ones.
  private void showReplaced() {
    stateCache = new HotCache(settings.stateCacheBytes());
    treeCache = new HotCache(settings.treeCacheBytes());
    history = MetaRecords.history(backend);
    head = MetaRecords.head(backend).orElse(null);
  }

  private void requireNext(BlockCommit commit) {
    ChainHead newest = head();
    long height = commit.block().header().height();
    if (height != newest.height() + 1
        || !commit.block().header().parentHash().equals(newest.blockHash())) {
      throw new IllegalArgumentException(
          "block %d does not follow the head %d".formatted(height, newest.height()));
    }
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public Optional<StoredBlock> block(long height) {
    return blocks.block(height);
  }

  @Override
  public Optional<AuctionRecord> auctions(long height) {
    return auctions.auctions(height);
  }

  @Override
  public AuctionHeights auctionHeights(
      long fromHeight, long toHeight, Optional<RollupId> rollup, int maxCount) {
    return auctions.heights(fromHeight, toHeight, rollup, maxCount);
  }

  @Override
  public long earliestHeight() {
    return history.earliestHeight();
  }

  @Override
  public long historyBytes() {
    return history.bytes();
  }

  @Override
  public LaneRange laneRange(RollupId rollup) {
    return BlockWrites.laneRange(backend, rollup.hash());
  }

  @Override
  public Optional<ProvenLaneBlock> laneBlock(RollupId rollup, long laneHeight) {
    List<ProvenLaneBlock> found = laneBlocks(rollup, laneHeight, 1, 1);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
  }

  @Override
  public List<ProvenLaneBlock> laneBlocks(
      RollupId rollup, long fromLaneHeight, int maxCount, long maxBytes) {
    return lanes.range(rollup.hash(), fromLaneHeight, maxCount, maxBytes);
  }

  @Override
  public List<Bytes> laneHeaders(
      RollupId rollup, long fromLaneHeight, int maxCount, long maxBytes) {
    return lanes.headers(rollup.hash(), fromLaneHeight, maxCount, maxBytes);
  }

  @Override
  public Optional<TransactionStatus> finalStatus(Hash32 transactionHash) {
    return stored(transactionHash).map(StatusRecords.Stored::status);
  }

  @Override
  public Optional<ReceiptLeaf> finalReceipt(Hash32 transactionHash) {
    return stored(transactionHash).flatMap(StatusRecords.Stored::receipt);
  }

  private Optional<StatusRecords.Stored> stored(Hash32 transactionHash) {
    return Optional.ofNullable(backend.get(Family.STATUSES, transactionHash.bytes()))
        .map(record -> StatusRecords.readStatus(transactionHash, record));
  }

  @Override
  public Pruned pruneBelow(long height) {
    Pruned pruned = prune(height);
    if (pruner.isCompactionDue(history.bytes())) {
      pruner.compact();
    }
    return pruned;
  }

  private Pruned prune(long height) {
    writing.lock();
    try {
      Pruner.Result result = pruner.prune(head(), history, height);
      history = result.history();
      return new Pruned(history.earliestHeight(), result.isComplete());
    } finally {
      writing.unlock();
    }
  }

  @Override
  public long sizeBytes() {
    return backend.sizeBytes();
  }

  @Override
  public void writeSnapshot(Path emptyDirectory) {
    backend.snapshot(emptyDirectory);
  }

  @Override
  public void close() {
    closed = true;
    backend.close();
  }

  private @Nullable Bytes cached(HotCache cache, Family family, Bytes key) {
    if (closed) {
      throw new StoreException("The store is closed.", StoreAdvice.CLOSED);
    }
    return cache.get(key, missing -> backend.get(family, missing));
  }

  private long headTimeMs() {
    ChainHead newest = head;
    return newest == null ? 0 : newest.timeMs();
  }

  private final class StateView implements KeyValueView {
    @Override
    public @Nullable Bytes get(Bytes key) {
      return cached(stateCache, Family.STATE, key);
    }

    @Override
    public List<Entry> scan(Bytes prefix, Bytes after, int limit) {
      try (Backend.Session session = backend.session()) {
        return new SessionState(session).scan(prefix, after, limit);
      }
    }
  }
}
