package weft.storage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.chain.store.BlockSeal;
import weft.chain.store.ChainHead;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// The single records of a store, in [Family#META].
final class MetaRecords {
  private static final Bytes SCHEMA = Bytes.utf8("schema");
  private static final Bytes GENESIS = Bytes.utf8("genesis");
  private static final Bytes HEAD = Bytes.utf8("head");
  private static final Bytes HISTORY = Bytes.utf8("history");

  /// What a state sync began with: the seal of a block that is not in the store.
  private static final Bytes SYNCED = Bytes.utf8("synced");

  /// Stands while a state is put into the tables; with it, they hold nothing of use.
  private static final Bytes FILLING = Bytes.utf8("filling");

  private MetaRecords() {}

  /// What is kept of the past.
  ///
  /// @param earliestHeight lowest height whose block is kept
  /// @param bytes bytes of the kept blocks and lane blocks as stored
  record History(long earliestHeight, long bytes) {
    static final History EMPTY = new History(1, 0);
  }

  static void putSchema(Batch batch, int schema) {
    batch.put(Family.META, SCHEMA, record(new ByteWriter().u8(RecordReader.VERSION).u32(schema)));
  }

  static Optional<Long> schema(Backend backend) {
    return read(backend, SCHEMA)
        .map(record -> RecordReader.read("schema version", record, reader -> reader.u32("schema")));
  }

  static void putGenesis(Batch batch, Hash32 genesisHash) {
    batch.put(
        Family.META, GENESIS, record(new ByteWriter().u8(RecordReader.VERSION).hash(genesisHash)));
  }

  static Optional<Hash32> genesis(Backend backend) {
    return read(backend, GENESIS)
        .map(record -> RecordReader.read("genesis hash", record, reader -> reader.hash("genesis")));
  }

  static void putHead(Batch batch, ChainHead head) {
    ByteWriter writer = new ByteWriter().u8(RecordReader.VERSION);
    writer.u64(head.height()).u64(head.timeMs()).hash(head.blockHash()).hash(head.appHash());
    batch.put(Family.META, HEAD, record(writer));
  }

  static Optional<ChainHead> head(Backend backend) {
    return readHead(backend.get(Family.META, HEAD));
  }

  static Optional<ChainHead> head(Backend.Session session) {
    return readHead(session.get(Family.META, HEAD));
  }

  private static Optional<ChainHead> readHead(@Nullable Bytes stored) {
    return Optional.ofNullable(stored)
        .map(
            record ->
                RecordReader.read(
                    "chain head",
                    record,
                    reader ->
                        new ChainHead(
                            reader.u64("height"),
                            reader.u64("time_ms"),
                            reader.hash("block_hash"),
                            reader.hash("app_hash"))));
  }

  static void putHistory(Batch batch, History history) {
    ByteWriter writer = new ByteWriter().u8(RecordReader.VERSION);
    batch.put(
        Family.META, HISTORY, record(writer.u64(history.earliestHeight()).u64(history.bytes())));
  }

  static History history(Backend backend) {
    return read(backend, HISTORY)
        .map(
            record ->
                RecordReader.read(
                    "history record",
                    record,
                    reader -> new History(reader.u64("earliest_height"), reader.u64("bytes"))))
        .orElse(History.EMPTY);
  }

  static void putSynced(Batch batch, BlockSeal.Network seal) {
    batch.put(Family.META, SYNCED, SealRecords.synced(seal));
  }

  static Optional<BlockSeal.Network> synced(Backend backend) {
    return read(backend, SYNCED).map(SealRecords::readSynced);
  }

  static void putFilling(Batch batch) {
    batch.put(Family.META, FILLING, record(new ByteWriter().u8(RecordReader.VERSION)));
  }

  static void deleteFilling(Batch batch) {
    batch.delete(Family.META, FILLING);
  }

  static boolean isFilling(Backend backend) {
    return read(backend, FILLING).isPresent();
  }

  /// Forgets the chain, but not the layout.
  static void deleteChain(Batch batch) {
    List.of(GENESIS, HEAD, HISTORY, SYNCED).forEach(key -> batch.delete(Family.META, key));
  }

  private static Optional<Bytes> read(Backend backend, Bytes key) {
    @Nullable Bytes record = backend.get(Family.META, key);
    return Optional.ofNullable(record);
  }

  private static Bytes record(ByteWriter writer) {
    return writer.toBytes();
  }
}
