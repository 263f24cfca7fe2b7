package weft.node;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import weft.chain.block.Candidates;
import weft.chain.block.Chain;
import weft.chain.block.GenesisMismatchException;
import weft.chain.block.Proposal;
import weft.chain.engine.Engine;
import weft.chain.engine.EngineHost;
import weft.chain.engine.EngineStatus;
import weft.chain.store.ChainHead;
import weft.chain.store.CommittedBlock;
import weft.chain.store.SnapshotStore;
import weft.engine.cometbft.CometEngine;
import weft.engine.cometbft.application.ChainApplication;
import weft.engine.cometbft.application.SnapshotCalls;
import weft.engine.cometbft.application.TimedApplication;
import weft.engine.cometbft.home.HostPort;
import weft.engine.cometbft.rpc.EngineRpc;
import weft.engine.cometbft.rpc.LightBlockRpc;
import weft.engine.cometbft.statesync.StateSync;
import weft.engine.solo.SoloEngine;
import weft.ledger.state.StateReader;
import weft.node.api.ApiSettings;
import weft.node.api.NodeServices;
import weft.node.api.server.ApiServer;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationException;
import weft.node.configuration.ConfigurationKey;
import weft.node.feed.BroadcastFeed;
import weft.node.mempool.GossipMode;
import weft.node.mempool.Mempool;
import weft.node.mempool.MempoolEnvironment;
import weft.primitives.Hash32;
import weft.storage.MemoryNodeStore;
import weft.storage.NodeStore;
import weft.storage.RocksNodeStore;
import weft.storage.StoreException;
import weft.storage.archive.BidArchive;

/// A running node: store, chain, engine, mempool and public API. Close it to stop it in order; what
/// was acknowledged is durable anyway.
public final class Node implements AutoCloseable {
  /// The version of this software.
  public static final String VERSION = "0.1.0";

  private static final int MAX_BLOCK_READERS = 8_192;
  private static final long ENGINE_ANSWER_MS = 3_000;

  /// What was started on the store, the last first.
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<@Nullable Fault> fault = new AtomicReference<>();
  private final UpgradeStop upgrade = new UpgradeStop(SoftwareUpgrades.KNOWN, System::nanoTime);
  private final NodeStore store;
  private final Mempool mempool;
  private final BroadcastFeed<CommittedBlock> blocks;
  private final Pruning pruning;
  private final Optional<BidArchive> archive;
  private final Engine engine;
  private final NodeServices services;
  private final ApiServer api;
  private boolean serving;

  /// Opens the store, recovers, and serves.
  ///
  /// @throws weft.storage.StoreException if the store cannot be used
  /// @throws ConfigurationException if the settings do not fit together
  public static Node start(NodeSettings settings) {
    try {
      return new Node(settings);
    } catch (GenesisMismatchException | IllegalArgumentException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()));
    }
  }

  private Node(NodeSettings settings) {
    Configuration configuration = settings.configuration();
    UnpackedLibraries.delete();
    store = open(settings);
    try {
      AtomicReference<@Nullable Engine> engineLater = new AtomicReference<>();
      AtomicReference<@Nullable Mempool> mempoolLater = new AtomicReference<>();
      Chain chain =
          new Chain(
              settings.genesis(),
              store,
              (hash, envelope) -> required(mempoolLater).verified(hash, envelope),
              SoftwareUpgrades.KNOWN);
      upgrade.committed(store.head().height(), new StateReader(store.state()).upgrade());
      mempool =
          opened(
              Mempool.start(
                  ConfiguredSettings.mempool(
                      configuration, Runtime.getRuntime().availableProcessors()),
                  ConfiguredSettings.holds(configuration),
                  MempoolEnvironment.of(
                      store,
                      settings.node(),
                      settings.genesis().defaultAsset(),
                      () -> Instant.ofEpochMilli(settings.clock().wallMs()),
                      () -> wake(engineLater.get()),
                      cause -> failed("mempool", cause)),
                  settings.network().isPresent()
                      ? ConfiguredSettings.gossip(configuration)
                      : GossipMode.NONE));
      mempoolLater.set(mempool);
      blocks = opened(new BroadcastFeed<>(MAX_BLOCK_READERS));
      pruning =
          opened(
              new Pruning(
                  store,
                  ConfiguredSettings.retention(configuration),
                  cause -> failed("pruning", cause)));
      archive =
          ConfiguredSettings.archiveFile(configuration, settings.storeDirectory())
              .map(file -> BidArchive.open(file, ConfiguredSettings.archive(configuration)));
      Optional<Archiving> archiving = archive.map(to -> opened(archiving(settings, to)));
      engine = opened(engine(settings, chain));
      engineLater.set(engine);
      services = services(settings, chain.genesisHash());
      api = opened(ApiServer.start(services, ApiSettings.of(configuration)));
      archiving.ifPresent(part -> part.measure(api.metrics()));
      api.metrics()
          .gauge(
              "weft_mempool_held",
              "Transactions that are kept back until a bid names them.",
              mempool::heldCount);
      archiving.ifPresent(Archiving::start);
      pruning.start();
      engine.start();
      if (mempool.size().transactions() > 0) {
        engine.workAvailable();
      }
      serving = true;
      OperatorLog.started(settings.genesis(), store.head(), api.httpPort(), api.grpcPort());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Archiving archiving(NodeSettings settings, BidArchive to) {
    return new Archiving(
        to,
        store,
        mempool.bids(),
        () -> Instant.ofEpochMilli(settings.clock().wallMs()),
        Archiving.MAX_WAITING);
  }

  private static NodeStore open(NodeSettings settings) {
    Configuration configuration = settings.configuration();
    return settings
        .storeDirectory()
        .<NodeStore>map(
            directory -> RocksNodeStore.open(directory, ConfiguredSettings.store(configuration)))
        .orElseGet(() -> new MemoryNodeStore(ConfiguredSettings.retention(configuration)));
  }

  private Engine engine(NodeSettings settings, Chain chain) {
    return settings
        .network()
        .map(network -> network(settings, network, chain))
        .orElseGet(() -> solo(settings, chain));
  }

  private Engine solo(NodeSettings settings, Chain chain) {
    return new SoloEngine(
        chain,
        new Host(),
        settings.validator().orElseThrow(),
        ConfiguredSettings.engine(settings.configuration(), settings.manualBlocks()),
        settings.clock());
  }

  private Engine network(NodeSettings settings, NetworkSettings network, Chain chain) {
    EngineEvents events = new EngineEvents(() -> api.metrics());
    ChainApplication application =
        new ChainApplication(
            chain,
            new Host(),
            new EngineTransactions(mempool.gossip().orElseThrow(), System::nanoTime),
            snapshots(settings, chain),
            network.attestationKey(),
            settings.clock()::wallMs,
            settings.configuration().number(ConfigurationKey.ENGINE_KEEP_BLOCKS),
            events);
    return new CometEngine(
        ConfiguredSettings.engine(settings.configuration(), network, settings.node().address()),
        new TimedApplication(network.between().apply(application), events),
        () -> store.head().height());
  }

  /// Closed after the engine, and before the store.
  private SnapshotCalls snapshots(NodeSettings settings, Chain chain) {
    if (store instanceof SnapshotStore shared && settings.storeDirectory().isPresent()) {
      return opened(
          new StateSync(
              shared,
              chain,
              ConfiguredSettings.snapshots(
                  settings.configuration(), settings.storeDirectory().get()),
              new StateSyncEvents(mempool)));
    }
    return SnapshotCalls.NONE;
  }

  private boolean isCatchingUp() {
    return engine instanceof CometEngine network && network.isCatchingUp();
  }

  private NodeServices services(NodeSettings settings, Hash32 genesisHash) {
    return new NodeServices(
        VERSION,
        settings.genesis(),
        genesisHash,
        settings.node().address(),
        store,
        mempool,
        mempool,
        mempool::size,
        this::status,
        this::isCatchingUp,
        blocks,
        mempool.statusChanges(),
        mempool,
        lightBlocks(settings),
        archive,
        () -> Instant.ofEpochMilli(settings.clock().wallMs()));
  }

  private Optional<LightBlockRpc> lightBlocks(NodeSettings settings) {
    return settings
        .network()
        .map(
            _ ->
                new LightBlockRpc(
                    opened(
                        new EngineRpc(
                            HostPort.parse(
                                settings.configuration().text(ConfigurationKey.ENGINE_RPC_ADDRESS)),
                            ENGINE_ANSWER_MS))));
  }

  public NodeServices services() {
    return services;
  }

  public int httpPort() {
    return api.httpPort();
  }

  public int grpcPort() {
    return api.grpcPort();
  }

  /// Whether blocks are made; halted also when the mempool or pruning could not go on.
  public EngineStatus status() {
    Fault first = fault.get();
    EngineStatus now = first == null ? engine.status() : halted(first);
    return upgrade
        .halted(now instanceof EngineStatus.Halted)
        .<EngineStatus>map(halted -> halted)
        .orElse(now);
  }

  /// Whether the validators agreed on other software for the next block, so that the node halts.
  public boolean isUpgradeRequired() {
    return upgrade.isRequired();
  }

  private EngineStatus.Halted halted(Fault first) {
    return new EngineStatus.Halted(
        store.head().height(),
        "the %s failed: %s".formatted(first.part(), first.cause().getMessage()),
        first.cause() instanceof StoreException ofStore
            ? ofStore.nextStep()
            : "Look at the log, repair the cause, and start the node again.");
  }

  /// Makes one block now. Only with `manualBlocks`.
  ///
  /// @throws IllegalStateException if the node makes blocks by itself, or is halted
  public CommittedBlock produceBlock() {
    if (engine instanceof SoloEngine solo) {
      return solo.produceBlock();
    }
    throw new IllegalStateException("a network makes blocks by itself");
  }

  /// Stops serving, then making blocks, then the mempool, then the store.
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    if (serving) {
      OperatorLog.stopping();
    }
    while (!running.isEmpty()) {
      stop(running.pop());
    }
    Optional<ChainHead> last = serving ? Optional.of(store.head()) : Optional.empty();
    if (stop(store)) {
      last.ifPresent(OperatorLog::stopped);
    }
  }

  private static boolean stop(AutoCloseable part) {
    try {
      part.close();
      return true;
    } catch (Exception e) {
      OperatorLog.fault("stopping " + part.getClass().getSimpleName(), e);
      return false;
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    running.push(part);
    return part;
  }

  private void failed(String part, Throwable cause) {
    Fault first = new Fault(part, cause);
    if (fault.compareAndSet(null, first)) {
      OperatorLog.halted(part, halted(first), cause);
    }
  }

  /// What a part beside the engine could not go on from.
  private record Fault(String part, Throwable cause) {}

  private static void wake(@Nullable Engine engine) {
    if (engine != null) {
      engine.workAvailable();
    }
  }

  private static Mempool required(AtomicReference<@Nullable Mempool> later) {
    Mempool mempool = later.get();
    if (mempool == null) {
      throw new IllegalStateException("no block is validated before the mempool is there");
    }
    return mempool;
  }

  /// What the engine sees of the node.
  private final class Host implements EngineHost {
    @Override
    public Candidates candidates() {
      return mempool.candidates();
    }

    @Override
    public void dropped(List<Proposal.Dropped> dropped) {
      mempool.dropped(dropped);
    }

    @Override
    public void committed(CommittedBlock block) {
      mempool.committed(block);
      blocks.publish(block);
      pruning.committed(block.header().height());
      upgrade.committed(block.header().height(), new StateReader(store.state()).upgrade());
    }
  }
}
