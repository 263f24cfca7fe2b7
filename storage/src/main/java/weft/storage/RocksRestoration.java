package weft.storage;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.chain.store.BlockSeal;
import weft.chain.store.ChainHead;
import weft.chain.store.Restoration;
import weft.ledger.state.KeyValueView.Entry;
import weft.ledger.state.LaneRecord;
import weft.ledger.tree.StateTree;
import weft.ledger.tree.TreeUpdate;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.state.TreeLimits;
import weft.protocol.transaction.RollupId;
import weft.storage.MetaRecords.History;
import weft.storage.NodeStore.LaneRange;

/// Builds a state in a folder of its own, and puts it into the store's tables at the end.
///
/// State entries come in the order of their table and go into its files at once. The tree is in the
/// order of the keys' hashes: a scratch database sorts the entries by it, and then the tree is
/// built from left to right, a bounded run of entries at a time, so that each page is written once
/// or twice.
final class RocksRestoration implements Restoration {
  private static final long MIB = 1L << 20;
  private static final Bytes LANES = weft.ledger.state.Keys.LANES;
  private static final int RUN_ENTRIES = 4096;
  private static final long RUN_BYTES = 4 * MIB;

  /// Of the scratch database: all entries by the hash of their keys.
  private static final Family BY_HASH = Family.STATUSES;

  /// Of the scratch database: the state's entries of lanes by rollup name.
  private static final Family LANE_STATE = Family.ANCHORS;

  private final Path folder;
  private final RocksNodeStore store;
  private final RocksBackend target;
  private final RocksBackend scratch;
  private final Watermark watermark;
  private final TableFiles state;
  private @Nullable Hash32 root;
  private boolean closed;

  /// @param folder for everything that is not finished; on the store's file system
  RocksRestoration(RocksNodeStore store, RocksBackend target, Path folder) {
    this.folder = folder;
    this.store = store;
    this.target = target;
    OwnerFolder.make(folder);
    watermark = Watermark.open(folder);
    scratch = RocksBackend.open(folder.resolve(StoreDirectory.DATABASE), sizes(), watermark);
    state = new TableFiles(folder, Family.STATE, target.fileOptions(Family.STATE));
  }

  private static StoreSettings sizes() {
    return new StoreSettings(0, 0, 16 * MIB, 32 * MIB, 64 * MIB, 0, RetentionSettings.keepAll());
  }

  @Override
  public void put(List<Entry> entries) {
    if (root != null) {
      throw new IllegalStateException("the tree is built already");
    }
    Batch batch = new Batch();
    for (Entry entry : entries) {
      state.put(entry.key(), entry.value());
      batch.put(
          BY_HASH,
          Sha256.hash(entry.key()).bytes(),
          new ByteWriter(Integer.BYTES + entry.key().size() + entry.value().size())
              .lengthPrefixed(entry.key())
              .bytes(entry.value())
              .toBytes());
      if (entry.key().startsWith(LANES)) {
        Bytes name = entry.key().slice(LANES.size(), entry.key().size() - LANES.size());
        batch.put(LANE_STATE, name, entry.value());
      }
    }
    scratch.write(batch);
  }

  @Override
  public Hash32 root() {
    Hash32 built = StateTree.EMPTY_ROOT;
    try (Backend.Session session = scratch.session();
        Backend.Cursor cursor = session.scan(BY_HASH, Bytes.EMPTY, null)) {
      TreeMap<Bytes, @Nullable Bytes> run = new TreeMap<>();
      long bytes = 0;
      while (cursor.next()) {
        ByteReader reader = new ByteReader(cursor.value());
        Bytes key = reader.lengthPrefixed("key", TreeLimits.MAX_KEY_BYTES);
        run.put(key, reader.bytes("value", reader.remaining()));
        bytes += cursor.value().size();
        if (run.size() >= RUN_ENTRIES || bytes >= RUN_BYTES) {
          built = grow(built, run);
          run.clear();
          bytes = 0;
        }
      }
      built = grow(built, run);
    }
    root = built;
    return built;
  }

  private Hash32 grow(Hash32 before, NavigableMap<Bytes, @Nullable Bytes> run) {
    TreeUpdate update = StateTree.apply(node -> scratch.get(Family.TREE, node), before, run);
    Batch batch = new Batch();
    for (Map.Entry<Bytes, @Nullable Bytes> page : update.writes().entrySet()) {
      @Nullable Bytes content = page.getValue();
      if (content == null) {
        batch.delete(Family.TREE, page.getKey());
      } else {
        batch.put(Family.TREE, page.getKey(), content);
      }
    }
    scratch.write(batch);
    return update.root();
  }

  @Override
  public void finish(ChainHead head, BlockSeal.Network seal) {
    Hash32 built = root;
    if (built == null || !built.equals(head.appHash())) {
      throw new IllegalStateException(
          "the state has the root " + built + ", and the block " + head.appHash());
    }
    Map<Family, List<Path>> tables = new EnumMap<>(Family.class);
    tables.put(Family.STATE, state.finish());
    tables.put(Family.TREE, files(Family.TREE));
    laneRanges();
    tables.put(Family.LANE_RANGES, files(Family.LANE_RANGES));
    tables.values().removeIf(List::isEmpty);
    StoreDirectory.sync(folder);

    Batch before = new Batch();
    StoreFilling.begin(before);
    Batch after = new Batch();
    MetaRecords.putHead(after, head);
    MetaRecords.putSynced(after, seal);
    MetaRecords.putHistory(after, new History(head.height() + 1, 0));
    StoreFilling.end(after);
    store.replace(shown -> target.replace(before, tables, after, shown));
    close();
  }

  /// Lanes go on after the heights in the state.
  private void laneRanges() {
    Batch batch = new Batch();
    try (Backend.Session session = scratch.session();
        Backend.Cursor cursor = session.scan(LANE_STATE, Bytes.EMPTY, null)) {
      while (cursor.next()) {
        long height = LaneRecord.decode(cursor.value()).laneHeight();
        if (height > 0) {
          Bytes id = RollupId.of(cursor.key().toUtf8()).hash().bytes();
          LaneRange range = new LaneRange(height + 1, height);
          batch.put(Family.LANE_RANGES, id, LaneRecords.range(range));
        }
        if (batch.writes().size() >= RUN_ENTRIES) {
          scratch.write(batch);
          batch = new Batch();
        }
      }
    }
    scratch.write(batch);
  }

  private List<Path> files(Family family) {
    try (TableFiles files = new TableFiles(folder, family, target.fileOptions(family));
        Backend.Session session = scratch.session();
        Backend.Cursor cursor = session.scan(family, Bytes.EMPTY, null)) {
      while (cursor.next()) {
        files.put(cursor.key(), cursor.value());
      }
      return files.finish();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    state.close();
    scratch.close();
    watermark.close();
    OwnerFolder.delete(folder);
  }
}
