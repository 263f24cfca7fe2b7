package weft.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.SstFileManager;
import org.rocksdb.WALRecoveryMode;

/// RocksDB's options; docs/decisions/0003-storage-layout.md has the reasons and measurements.
final class RocksTuning implements AutoCloseable {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long BLOCK_BYTES = 8 * KIB;
  private static final long MIN_BLOB_BYTES = 2 * KIB;
  private static final long BLOB_FILE_BYTES = 128 * MIB;
  private static final double BLOOM_BITS_PER_KEY = 10;

  private final List<RocksObject> owned = new ArrayList<>();
  private final StoreSettings settings;
  private final Cache blockCache;

  RocksTuning(StoreSettings settings) {
    this.settings = settings;
    blockCache = own(new LRUCache(settings.blockCacheBytes()));
  }

  /// @param isNew whether the database does not exist yet
  DBOptions database(boolean isNew) throws RocksDBException {
    DBOptions options =
        own(DBOptions.getDBOptionsFromProps(logTracking()))
            .setCreateIfMissing(isNew)
            .setCreateMissingColumnFamilies(isNew)
            .setParanoidChecks(true)
            .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
            .setMaxTotalWalSize(settings.maxLogBytes())
            .setDbWriteBufferSize(settings.writeBufferBytes())
            .setMaxBackgroundJobs(2)
            .setBytesPerSync(MIB)
            .setSkipStatsUpdateOnDbOpen(true)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setMaxLogFileSize(MIB)
            .setKeepLogFileNum(3)
            .setStatsDumpPeriodSec(0);
    if (settings.maxSpaceBytes() > 0) {
      SstFileManager space = own(new SstFileManager(Env.getDefault()));
      space.setMaxAllowedSpaceUsage(settings.maxSpaceBytes());
      options.setSstFileManager(space);
    }
    return options;
  }

  /// Each log names its predecessor and its synced size, so that a log that went missing or lost
  /// its end is noticed. Only reachable as text from Java.
  private static Properties logTracking() {
    Properties properties = new Properties();
    properties.setProperty("track_and_verify_wals_in_manifest", "true");
    properties.setProperty("track_and_verify_wals", "true");
    return properties;
  }

  ColumnFamilyOptions family(Family.Use use) {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockCache(blockCache)
            .setBlockSize(BLOCK_BYTES)
            .setCacheIndexAndFilterBlocks(true)
            .setCacheIndexAndFilterBlocksWithHighPriority(true)
            .setPinL0FilterAndIndexBlocksInCache(true);
    ColumnFamilyOptions options =
        own(new ColumnFamilyOptions())
            .setWriteBufferSize(settings.writeBufferBytes() / 2)
            .setMaxWriteBufferNumber(3)
            .setCompressionType(CompressionType.LZ4_COMPRESSION);
    switch (use) {
      case POINT -> table.setFilterPolicy(own(new BloomFilter(BLOOM_BITS_PER_KEY)));
      case ORDERED -> {}
      case LARGE ->
          options
              .setCompressionType(CompressionType.NO_COMPRESSION)
              .setEnableBlobFiles(true)
              .setMinBlobSize(MIN_BLOB_BYTES)
              .setBlobFileSize(BLOB_FILE_BYTES);
    }
    return options.setTableFormatConfig(table);
  }

  /// Options of table files that are written apart and taken in later.
  Options file(Family.Use use) {
    return own(new Options(own(new DBOptions()), family(use)));
  }

  private <T extends RocksObject> T own(T object) {
    owned.add(object);
    return object;
  }

  @Override
  public void close() {
    owned.reversed().forEach(RocksObject::close);
  }
}
