package weft.ledger.tree;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.state.TreeProof;

/// A tree with its pages and flat state in memory, as a store would hold them.
final class TestTree {
  final NavigableMap<Bytes, Bytes> pages = new TreeMap<>();
  final NavigableMap<Bytes, Bytes> state = new TreeMap<>();
  Hash32 root = StateTree.EMPTY_ROOT;

  NodeReader nodes() {
    return pages::get;
  }

  TreeUpdate plan(NavigableMap<Bytes, @Nullable Bytes> changes) {
    return StateTree.apply(nodes(), root, changes);
  }

  TreeUpdate commit(NavigableMap<Bytes, @Nullable Bytes> changes) {
    TreeUpdate update = plan(changes);
    store(pages, update.writes());
    store(state, changes);
    root = update.root();
    return update;
  }

  TreeProof prove(Bytes key) {
    return StateTree.prove(nodes(), root, key, state::get);
  }

  static void store(Map<Bytes, Bytes> target, Map<Bytes, @Nullable Bytes> writes) {
    for (Map.Entry<Bytes, @Nullable Bytes> write : writes.entrySet()) {
      Bytes value = write.getValue();
      if (value == null) {
        target.remove(write.getKey());
      } else {
        target.put(write.getKey(), value);
      }
    }
  }

  static Bytes key(int number) {
    return Bytes.utf8("account/" + number);
  }

  static Bytes value(int number) {
    return Bytes.utf8("value " + number);
  }

  /// Changes that set the keys of the numbers `[from, to)`.
  static NavigableMap<Bytes, @Nullable Bytes> range(int from, int to) {
    NavigableMap<Bytes, @Nullable Bytes> changes = new TreeMap<>();
    for (int number = from; number < to; number++) {
      changes.put(key(number), value(number));
    }
    return changes;
  }
}
