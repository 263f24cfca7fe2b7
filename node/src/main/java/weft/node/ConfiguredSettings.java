package weft.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import weft.engine.cometbft.CometEngineSettings;
import weft.engine.cometbft.abci.AbciAddress;
import weft.engine.cometbft.home.EngineHome;
import weft.engine.cometbft.home.EngineHomeSettings;
import weft.engine.cometbft.home.EnginePeer;
import weft.engine.cometbft.home.EngineProfile;
import weft.engine.cometbft.home.HostPort;
import weft.engine.cometbft.home.StateSyncSettings;
import weft.engine.cometbft.process.RestartPolicy;
import weft.engine.cometbft.rpc.LightBlockRpc;
import weft.engine.cometbft.statesync.SnapshotSettings;
import weft.engine.solo.SoloEngineSettings;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.node.configuration.HttpAddress;
import weft.node.mempool.GossipMode;
import weft.node.mempool.HoldSettings;
import weft.node.mempool.MempoolSettings;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.storage.RetentionSettings;
import weft.storage.StoreSettings;
import weft.storage.archive.ArchiveSettings;

/// Turns the one configuration into the settings of each part.
final class ConfiguredSettings {
  private static final int PER_MILLE = 1000;
  private static final int WAN_LATE_BLOCK_MS = 2_000;
  private static final int MAX_ACCOUNT_BYTES_SHARE = 4;
  private static final int MONIKER_DIGITS = 8;

  /// Well below the time for which evidence is taken.
  private static final long TRUST_PERIOD_MS = TimeUnit.HOURS.toMillis(24);

  private ConfiguredSettings() {}

  static StoreSettings store(Configuration from) {
    StoreSettings defaults = StoreSettings.defaults();
    return new StoreSettings(
        from.number(ConfigurationKey.STORE_STATE_CACHE_BYTES),
        from.number(ConfigurationKey.STORE_TREE_CACHE_BYTES),
        from.number(ConfigurationKey.STORE_BLOCK_CACHE_BYTES),
        defaults.writeBufferBytes(),
        defaults.maxLogBytes(),
        from.number(ConfigurationKey.STORE_MAX_SPACE_BYTES),
        retention(from));
  }

  static RetentionSettings retention(Configuration from) {
    return new RetentionSettings(
        from.number(ConfigurationKey.RETENTION_KEEP_BLOCKS),
        from.number(ConfigurationKey.RETENTION_KEEP_BYTES),
        from.number(ConfigurationKey.RETENTION_KEEP_STATUS_MS));
  }

  static SoloEngineSettings engine(Configuration from, boolean manual) {
    return new SoloEngineSettings(
        from.number(ConfigurationKey.ENGINE_MIN_INTERVAL_MS),
        from.number(ConfigurationKey.ENGINE_EMPTY_INTERVAL_MS),
        manual);
  }

  /// How a network's node runs its engine.
  static CometEngineSettings engine(Configuration from, NetworkSettings network, Address node) {
    AbciAddress address = address(network.home());
    EngineHomeSettings home =
        new EngineHomeSettings(
            "weft-" + node.bytes().toHex().substring(0, MONIKER_DIGITS),
            EngineProfile.named(from.text(ConfigurationKey.ENGINE_PROFILE)).orElseThrow(),
            address.toString(),
            HostPort.parse(from.text(ConfigurationKey.ENGINE_PEER_ADDRESS)),
            text(from, ConfigurationKey.ENGINE_EXTERNAL_ADDRESS).map(HostPort::parse),
            text(from, ConfigurationKey.ENGINE_PEERS)
                .map(ConfiguredSettings::peers)
                .orElse(List.of()),
            HostPort.parse(from.text(ConfigurationKey.ENGINE_RPC_ADDRESS)),
            Optional.empty(),
            text(from, ConfigurationKey.ENGINE_REMOTE_SIGNER_ADDRESS),
            stateSync(from));
    return new CometEngineSettings(
        network.engine(),
        network.home(),
        home,
        address,
        RestartPolicy.DEFAULT,
        from.number(ConfigurationKey.ENGINE_STUCK_MS));
  }

  /// Beside the engine's files; where their path is too long for a socket, a free port of this
  /// machine.
  private static AbciAddress address(EngineHome home) {
    try {
      return new AbciAddress.Unix(home.path().resolve("app.sock"));
    } catch (IllegalArgumentException e) {
      return new AbciAddress.Tcp("127.0.0.1", 0);
    }
  }

  /// Taken up by an engine that has no state yet, and by no other.
  private static Optional<StateSyncSettings> stateSync(Configuration from) {
    return text(from, ConfigurationKey.ENGINE_STATE_SYNC_SERVERS)
        .map(
            servers ->
                new StateSyncSettings(
                    Arrays.stream(servers.split(",", -1))
                        .map(server -> HttpAddress.parse(server.strip()).at(LightBlockRpc.PATH))
                        .toList(),
                    from.number(ConfigurationKey.ENGINE_STATE_SYNC_TRUST_HEIGHT),
                    Bytes.fromHex(from.text(ConfigurationKey.ENGINE_STATE_SYNC_TRUST_HASH)),
                    TRUST_PERIOD_MS));
  }

  static SnapshotSettings snapshots(Configuration from, Path store) {
    return SnapshotSettings.in(store.resolveSibling("snapshots"))
        .withIntervalBlocks(from.number(ConfigurationKey.ENGINE_SNAPSHOT_INTERVAL_BLOCKS));
  }

  /// Where bids are archived; empty where they are not.
  static Optional<Path> archiveFile(Configuration from, Optional<Path> store) {
    return store
        .filter(_ -> Boolean.parseBoolean(from.text(ConfigurationKey.ARCHIVE_ENABLED)))
        .map(directory -> directory.resolveSibling("archive").resolve("bids.sqlite"));
  }

  static ArchiveSettings archive(Configuration from) {
    return new ArchiveSettings(
        TimeUnit.DAYS.toMillis(from.number(ConfigurationKey.ARCHIVE_KEEP_DAYS)),
        from.number(ConfigurationKey.ARCHIVE_KEEP_BYTES));
  }

  private static List<EnginePeer> peers(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).map(EnginePeer::parse).toList();
  }

  private static Optional<String> text(Configuration from, ConfigurationKey key) {
    return Optional.of(from.text(key)).filter(text -> !text.isEmpty());
  }

  static GossipMode gossip(Configuration from) {
    return from.text(ConfigurationKey.MEMPOOL_GOSSIP).equals("relay")
        ? GossipMode.RELAY
        : GossipMode.OWN;
  }

  static MempoolSettings mempool(Configuration from, int cores) {
    int threads = from.integer(ConfigurationKey.MEMPOOL_VERIFIER_THREADS);
    MempoolSettings d = MempoolSettings.defaults(threads == 0 ? cores : threads);
    int maxTransactions = from.integer(ConfigurationKey.MEMPOOL_MAX_TRANSACTIONS);
    long maxBytes = from.number(ConfigurationKey.MEMPOOL_MAX_BYTES);
    long lanePermille = from.number(ConfigurationKey.MEMPOOL_MAX_PER_LANE_PERMILLE);
    return new MempoolSettings(
        maxTransactions,
        maxBytes,
        from.integer(ConfigurationKey.MEMPOOL_MAX_PER_ACCOUNT),
        Math.max(1, maxBytes / MAX_ACCOUNT_BYTES_SHARE),
        (int) Math.max(1, maxTransactions * lanePermille / PER_MILLE),
        Math.max(1, maxBytes / PER_MILLE * lanePermille),
        d.maxWaitingPerChannel(),
        d.maxWaitingPerAccount(),
        d.maxSequenceGap(),
        d.replacementStepPercent(),
        d.maxUnverifiedTransactions(),
        d.maxUnverifiedBytes(),
        d.maxUnansweredTransactions(),
        d.verifierThreads(),
        d.maxBatchTransactions(),
        d.maxBatchBytes(),
        d.maxExpiriesPerBlock(),
        d.maxReaders(),
        Duration.ofMillis(from.number(ConfigurationKey.MEMPOOL_RETRY_AFTER_MS)),
        lateBlockMs(from, d),
        from.integer(ConfigurationKey.MEMPOOL_MAX_BIDS),
        from.integer(ConfigurationKey.MEMPOOL_MAX_BIDS_PER_ACCOUNT));
  }

  static HoldSettings holds(Configuration from) {
    return new HoldSettings(
        from.integer(ConfigurationKey.MEMPOOL_MAX_HELD),
        from.number(ConfigurationKey.MEMPOOL_MAX_HELD_BYTES),
        from.integer(ConfigurationKey.MEMPOOL_MAX_HELD_PER_ACCOUNT),
        from.number(ConfigurationKey.MEMPOOL_MAX_HOLD_MS));
  }

  /// Around the world a block takes most of a second however little there is to do.
  private static int lateBlockMs(Configuration from, MempoolSettings defaults) {
    return from.text(ConfigurationKey.ENGINE_PROFILE).equals(EngineProfile.WAN.name())
        ? WAN_LATE_BLOCK_MS
        : defaults.lateBlockMs();
  }
}
