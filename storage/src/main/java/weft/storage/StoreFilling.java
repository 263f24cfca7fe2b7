package weft.storage;

import java.util.Arrays;
import weft.primitives.Bytes;
import weft.protocol.state.TreeLimits;

/// The moment in which a state is put into the tables of a store without blocks. It is no single
/// write: a mark stands while it lasts, and a store that is opened with it is emptied, so that it
/// can be filled again.
final class StoreFilling {
  /// Greater than all keys of the tables.
  private static final Bytes END = end();

  private StoreFilling() {}

  private static Bytes end() {
    byte[] bytes = new byte[TreeLimits.MAX_KEY_BYTES + 1];
    Arrays.fill(bytes, (byte) 0xff);
    return Bytes.wrap(bytes);
  }

  /// Takes the genesis out, but for its hash: the chain stays the same.
  static void begin(Batch batch) {
    MetaRecords.putFilling(batch);
    empty(batch);
  }

  static void end(Batch batch) {
    MetaRecords.deleteFilling(batch);
  }

  private static void empty(Batch batch) {
    batch.deleteRange(Family.STATE, Bytes.EMPTY, END);
    batch.deleteRange(Family.TREE, Bytes.EMPTY, END);
    batch.deleteRange(Family.LANE_RANGES, Bytes.EMPTY, END);
  }

  /// Empties a store that was being filled when its process ended.
  static void repair(Backend backend) {
    if (MetaRecords.isFilling(backend)) {
      Batch batch = new Batch();
      empty(batch);
      MetaRecords.deleteChain(batch);
      MetaRecords.deleteFilling(batch);
      backend.write(batch);
    }
  }
}
