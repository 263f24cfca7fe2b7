package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.protocol.auction.AuctionRecord;

/// A store that somebody changes by hand, in the database itself.
final class AlteredStore {
  /// Of the record of a block's auctions, behind the height; docs/storage.md.
  private static final int AUCTIONS = 3;

  private AlteredStore() {}

  /// Changes the record of a block's auctions.
  static void auctions(Path store, long height, UnaryOperator<AuctionRecord> change) {
    String path = store.resolve("db").toString();
    try (Options plain = new Options();
        DBOptions options = new DBOptions()) {
      List<ColumnFamilyDescriptor> families = new ArrayList<>();
      for (byte[] name : RocksDB.listColumnFamilies(plain, path)) {
        families.add(new ColumnFamilyDescriptor(name));
      }
      List<ColumnFamilyHandle> opened = new ArrayList<>();
      try (RocksDB database = RocksDB.open(options, path, families, opened)) {
        change(database, opened.get(blocks(families)), height, change);
        opened.forEach(ColumnFamilyHandle::close);
      }
    } catch (RocksDBException e) {
      throw new AssertionError(e);
    }
  }

  private static int blocks(List<ColumnFamilyDescriptor> families) {
    return families.stream()
        .map(one -> new String(one.getName(), StandardCharsets.UTF_8))
        .toList()
        .indexOf("blocks");
  }

  private static void change(
      RocksDB database, ColumnFamilyHandle blocks, long height, UnaryOperator<AuctionRecord> change)
      throws RocksDBException {
    byte[] key = new ByteWriter().u64(height).u8(AUCTIONS).toBytes().toArray();
    byte[] stored = database.get(blocks, key);
    assertThat(stored).isNotNull();
    Bytes record = Bytes.wrap(stored);
    AuctionRecord changed = change.apply(AuctionRecord.decode(record.slice(1, record.size() - 1)));
    database.put(blocks, key, Bytes.concat(record.slice(0, 1), changed.encode()).toArray());
  }
}
