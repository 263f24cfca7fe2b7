package weft.engine.cometbft.statesync;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.chain.block.Candidates;
import weft.chain.block.Chain;
import weft.chain.block.Proposal;
import weft.chain.engine.EngineHost;
import weft.chain.fixture.TestNetwork;
import weft.chain.store.ChainHead;
import weft.chain.store.CommittedBlock;
import weft.engine.cometbft.application.ApplicationListener;
import weft.engine.cometbft.application.ChainApplication;
import weft.engine.cometbft.application.PeerTransactions;
import weft.engine.cometbft.application.SnapshotCalls;
import weft.engine.cometbft.wire.RequestCommit;
import weft.primitives.Address;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.protocol.transaction.VerifiedTransaction;
import weft.storage.RetentionSettings;
import weft.storage.RocksNodeStore;
import weft.storage.StoreSettings;

/// One node as its engine sees it, over a store on disk.
final class SyncNode implements AutoCloseable {
  private static final long MIB = 1L << 20;

  final List<String> events = new ArrayList<>();
  final RocksNodeStore store;
  final Chain chain;
  final StateSync stateSync;
  final ChainApplication application;
  private final List<VerifiedTransaction> candidates = new ArrayList<>();
  private Optional<CommittedBlock> lastBlock = Optional.empty();
  private long retainHeight;

  private SyncNode(Path folder, TestNetwork network, Settings settings) {
    store =
        RocksNodeStore.open(
            folder.resolve("store"),
            new StoreSettings(
                settings.cacheBytes(),
                settings.cacheBytes(),
                8 * MIB,
                4 * MIB,
                8 * MIB,
                0,
                RetentionSettings.keepAll()));
    chain = network.open(store);
    SnapshotSettings snapshots =
        SnapshotSettings.in(folder.resolve("snapshots"))
            .withIntervalBlocks(settings.intervalBlocks());
    stateSync = new StateSync(store, chain, snapshots, new Events());
    application = application(Optional.empty(), stateSync, settings.keepBlocks(), 0);
  }

  /// @param cacheBytes of state and tree in the heap
  /// @param keepBlocks of the engine
  record Settings(long cacheBytes, long intervalBlocks, long keepBlocks) {}

  static SyncNode open(Path folder, TestNetwork network, Settings settings) {
    return new SyncNode(folder, network, settings);
  }

  /// The application as a validator has it, over this node's chain.
  ChainApplication voter(BlsPrivateKey key, long clockMs) {
    return application(Optional.of(key), SnapshotCalls.NONE, 0, clockMs);
  }

  private ChainApplication application(
      Optional<BlsPrivateKey> key, SnapshotCalls snapshots, long keepBlocks, long clockMs) {
    return new ChainApplication(
        chain,
        new Host(),
        new NoTransactions(),
        snapshots,
        key,
        () -> clockMs,
        keepBlocks,
        new Quiet());
  }

  void offer(List<VerifiedTransaction> transactions) {
    candidates.clear();
    candidates.addAll(transactions);
  }

  /// Commits what was finalized.
  void commit() {
    retainHeight = application.commit(RequestCommit.getDefaultInstance()).getRetainHeight();
  }

  /// What the engine was told to keep at the last commit.
  long retainHeight() {
    return retainHeight;
  }

  Optional<CommittedBlock> lastBlock() {
    return lastBlock;
  }

  /// Whether an event of this kind was noted.
  synchronized boolean saw(String event) {
    return events.stream().anyMatch(one -> one.startsWith(event));
  }

  private synchronized void note(String event) {
    events.add(event);
  }

  @Override
  public void close() {
    stateSync.close();
    store.close();
  }

  private final class Host implements EngineHost {
    @Override
    public Candidates candidates() {
      return Candidates.of(candidates.iterator());
    }

    @Override
    public void dropped(List<Proposal.Dropped> dropped) {
      // The next block is asked for with others.
    }

    @Override
    public void committed(CommittedBlock block) {
      lastBlock = Optional.of(block);
    }
  }

  private static final class NoTransactions implements PeerTransactions {
    @Override
    public Taken offer(Bytes bytes) {
      return Taken.REFUSED;
    }

    @Override
    public List<Bytes> reap(long maxBytes) {
      return List.of();
    }
  }

  private static final class Quiet implements ApplicationListener {
    @Override
    public void rejected(long height, Address proposer, String rule, String reason) {
      throw new AssertionError("block " + height + " was rejected: " + rule + " " + reason);
    }

    @Override
    public void voteRefused(long height, Address validator, int extensionBytes) {
      throw new AssertionError("a vote was refused");
    }

    @Override
    public void called(String call, long tookNs) {
      // Not measured.
    }
  }

  private final class Events implements StateSyncListener {
    @Override
    public void taken(long height, int chunks, long bytes, long tookMs) {
      note("taken " + height + " in " + chunks);
    }

    @Override
    public void skipped(long height, String reason) {
      note("skipped " + height + ": " + reason);
    }

    @Override
    public void failed(long height, Throwable cause) {
      note("failed " + height + ": " + cause);
    }

    @Override
    public void refused(long height, String sender, String reason) {
      note("refused " + height + ": " + reason);
    }

    @Override
    public void received(long height, int chunk, int chunks) {
      note("received " + height + ": " + chunk);
    }

    @Override
    public void restored(ChainHead head) {
      note("restored " + head.height());
    }
  }
}
