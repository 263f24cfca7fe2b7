package weft.storage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.chain.store.BlockSeal;
import weft.chain.store.ChainHead;
import weft.chain.store.PinnedState;
import weft.ledger.state.KeyValueView.Entry;
import weft.primitives.Bytes;

/// A pinned state over a snapshot of the database.
final class RocksPinnedState implements PinnedState {
  private final RocksBackend.Pin pin;
  private final ChainHead head;
  private final BlockSeal seal;

  RocksPinnedState(RocksBackend.Pin pin, ChainHead head, BlockSeal seal) {
    this.pin = pin;
    this.head = head;
    this.seal = seal;
  }

  @Override
  public ChainHead head() {
    return head;
  }

  @Override
  public BlockSeal seal() {
    return seal;
  }

  @Override
  public @Nullable Bytes get(Bytes key) {
    try (Backend.Session session = pin.session()) {
      return session.get(Family.STATE, key);
    }
  }

  @Override
  public List<Entry> entries(Bytes after, long maxBytes) {
    Bytes from = after.isEmpty() ? after : Keys.after(after);
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    try (Backend.Session session = pin.session();
        Backend.Cursor cursor = session.scan(Family.STATE, from, null)) {
      while ((entries.isEmpty() || bytes < maxBytes) && cursor.next()) {
        Entry entry = new Entry(cursor.key(), cursor.value());
        entries.add(entry);
        bytes += entry.key().size() + entry.value().size();
      }
    }
    return entries;
  }

  @Override
  public void close() {
    pin.close();
  }
}
