package weft.node;

import java.time.Duration;
import weft.engine.solo.SoloEngineSettings;
import weft.node.configuration.Configuration;
import weft.node.configuration.ConfigurationKey;
import weft.node.mempool.MempoolSettings;
import weft.storage.RetentionSettings;
import weft.storage.StoreSettings;

/// Turns the one configuration into the settings of each part.
final class ConfiguredSettings {
  private static final int PER_MILLE = 1000;
  private static final int MAX_ACCOUNT_BYTES_SHARE = 4;

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
        Duration.ofMillis(from.number(ConfigurationKey.MEMPOOL_RETRY_AFTER_MS)));
  }
}
