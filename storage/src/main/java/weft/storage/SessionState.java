package weft.storage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.ledger.state.KeyValueView;
import weft.primitives.Bytes;

/// The state at the moment of a session, from the tables.
record SessionState(Backend.Session session) implements KeyValueView {
  @Override
  public @Nullable Bytes get(Bytes key) {
    return session.get(Family.STATE, key);
  }

  @Override
  public List<Entry> scan(Bytes prefix, Bytes after, int limit) {
    Bytes from = after.compareTo(prefix) < 0 ? prefix : Keys.after(after);
    List<Entry> entries = new ArrayList<>();
    try (Backend.Cursor cursor = session.scan(Family.STATE, from, Keys.afterPrefix(prefix))) {
      while (entries.size() < limit && cursor.next()) {
        entries.add(new Entry(cursor.key(), cursor.value()));
      }
    }
    return entries;
  }
}
