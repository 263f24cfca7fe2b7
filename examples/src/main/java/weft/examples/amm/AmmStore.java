package weft.examples.amm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.rollup.execution.BlockMetadata;
import weft.rollup.execution.Checkpoint;

/// State, checkpoint and block metadata in one RocksDB; each block is one atomic batch.
///
/// Batches are not synced: a killed process loses nothing, a power cut loses whole blocks from the
/// end, and these are executed again from the lane.
final class AmmStore implements AutoCloseable {
  private static final byte STATE = 's';
  private static final byte BLOCK = 'b';
  private static final byte[] CHECKPOINT = {'c'};
  private static final byte[] GENESIS = {'g'};
  private static final int WRITE_BUFFER_BYTES = 8 << 20;

  /// Metadata of so many blocks is kept.
  private static final long KEPT_BLOCKS = 100_000;

  private final Options options;
  private final WriteOptions writeOptions = new WriteOptions();
  private final RocksDB database;

  private AmmStore(Options options, RocksDB database) {
    this.options = options;
    this.database = database;
  }

  /// Opens or creates a store for a genesis.
  ///
  /// @throws IOException if it cannot be opened, is in use, or holds another genesis
  static AmmStore open(Path directory, Hash32 genesis) throws IOException {
    Files.createDirectories(directory);
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
            .setKeepLogFileNum(1);
    try {
      AmmStore store = new AmmStore(options, RocksDB.open(options, directory.toString()));
      store.requireGenesis(directory, genesis);
      return store;
    } catch (RocksDBException e) {
      options.close();
      throw new IOException("cannot open the rollup's data in " + directory, e);
    }
  }

  /// The stored checkpoint; its state goes into the table.
  Optional<Checkpoint> load(StateTable table) {
    try (RocksIterator entries = database.newIterator()) {
      for (entries.seek(new byte[] {STATE});
          entries.isValid() && entries.key()[0] == STATE;
          entries.next()) {
        byte[] key = entries.key();
        table.put(Bytes.wrap(key).slice(1, key.length - 1), Bytes.wrap(entries.value()));
      }
      entries.status();
      table.commit();
      return get(CHECKPOINT).map(Checkpoint::decode);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /// Stores the changes of a block, its metadata and the checkpoint, all or nothing.
  void write(Map<Bytes, Bytes> changes, Checkpoint checkpoint) {
    try (WriteBatch batch = new WriteBatch()) {
      for (Map.Entry<Bytes, Bytes> change : changes.entrySet()) {
        batch.put(
            new ByteWriter(32).u8(STATE).bytes(change.getKey()).toBytes().toArrayUnsafe(),
            change.getValue().toArrayUnsafe());
      }
      BlockMetadata head = checkpoint.head();
      batch.put(blockKey(head.number()), head.encode().toArrayUnsafe());
      if (head.number() > KEPT_BLOCKS) {
        batch.delete(blockKey(head.number() - KEPT_BLOCKS));
      }
      batch.put(CHECKPOINT, checkpoint.encode().toArrayUnsafe());
      database.write(writeOptions, batch);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  Optional<BlockMetadata> block(long number) {
    try {
      return get(blockKey(number)).map(BlockMetadata::decode);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    database.close();
    writeOptions.close();
    options.close();
  }

  private void requireGenesis(Path directory, Hash32 genesis) throws IOException, RocksDBException {
    Optional<Bytes> stored = get(GENESIS);
    if (stored.isEmpty()) {
      database.put(GENESIS, genesis.toArray());
    } else if (!stored.get().equals(genesis.bytes())) {
      close();
      throw new IOException(
          directory + " holds a rollup with another genesis; use another directory or delete it");
    }
  }

  private Optional<Bytes> get(byte[] key) throws RocksDBException {
    return Optional.ofNullable(database.get(key)).map(Bytes::wrap);
  }

  private static byte[] blockKey(long number) {
    return new ByteWriter(9).u8(BLOCK).u64(number).toBytes().toArrayUnsafe();
  }

  private static IllegalStateException failed(RocksDBException e) {
    return new IllegalStateException("the rollup's data cannot be read or written", e);
  }
}
