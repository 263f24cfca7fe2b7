package weft.chain.block;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.ledger.state.StateChanges;
import weft.ledger.tree.TreeUpdate;
import weft.primitives.Bytes;

/// Between the two ways to write a deletion: an absent value in stores, null in the tree.
final class StateTrees {
  private StateTrees() {}

  static NavigableMap<Bytes, @Nullable Bytes> changes(StateChanges changes) {
    TreeMap<Bytes, @Nullable Bytes> batch = new TreeMap<>();
    for (Map.Entry<Bytes, Optional<Bytes>> change : changes.entries().entrySet()) {
      batch.put(change.getKey(), change.getValue().orElse(null));
    }
    return batch;
  }

  static SortedMap<Bytes, Optional<Bytes>> writes(TreeUpdate update) {
    TreeMap<Bytes, Optional<Bytes>> writes = new TreeMap<>();
    for (Map.Entry<Bytes, @Nullable Bytes> page : update.writes().entrySet()) {
      writes.put(page.getKey(), Optional.ofNullable(page.getValue()));
    }
    return writes;
  }
}
