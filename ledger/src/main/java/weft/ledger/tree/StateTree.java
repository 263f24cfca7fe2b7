package weft.ledger.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.state.TreeLimits;
import weft.protocol.state.TreeProof;

/// The authenticated state tree: pure functions from a stored tree to its next version or a proof.
///
/// The tree keeps one version. A fault in what is stored (a missing or damaged page, a root that is
/// not the stored one) throws `IllegalStateException`; it is never repaired or ignored.
public final class StateTree {
  /// The root of a tree without keys: 32 zero bytes.
  public static final Hash32 EMPTY_ROOT = Hash32.ZERO;

  private StateTree() {}

  /// Computes the tree after a batch of changes. Reads `nodes`, changes nothing: several updates of
  /// the same tree may be computed side by side.
  ///
  /// @param root the root of the tree in `nodes`
  /// @param changes key to new value; null removes the key, and removing an absent key does nothing
  /// @throws IllegalArgumentException if a key or value is empty (ICS-23 cannot prove it) or too
  ///   long
  /// @throws IllegalStateException if `nodes` does not hold the tree of `root`
  public static TreeUpdate apply(
      NodeReader nodes, Hash32 root, NavigableMap<Bytes, @Nullable Bytes> changes) {
    TreeHasher hasher = new TreeHasher();
    List<LeafChange> batch = new ArrayList<>(changes.size());
    for (Map.Entry<Bytes, @Nullable Bytes> change : changes.entrySet()) {
      batch.add(LeafChange.of(hasher, change.getKey(), change.getValue()));
    }
    Collections.sort(batch);
    TreeMap<Bytes, @Nullable Bytes> writes = new TreeMap<>();
    Hash32 newRoot = new TreeWriter(nodes, writes::put, hasher, batch).write(root);
    return new TreeUpdate(newRoot, writes);
  }

  /// Proves that a key has its value, or that it has none. Reads about one page for each factor of
  /// sixteen in the number of keys; an absence proof reads three to five times as many.
  ///
  /// @param root the root of the tree in `nodes`
  /// @param values the flat state of the same version
  /// @throws IllegalArgumentException if the key is empty or too long
  /// @throws IllegalStateException if `nodes`, `values` and `root` do not belong together
  public static TreeProof prove(NodeReader nodes, Hash32 root, Bytes key, ValueReader values) {
    checkKey(key);
    return new TreeProver(nodes, root, values).prove(key);
  }

  /// Reads the root page and checks that it belongs to a root.
  static Page rootPage(NodeReader nodes, Hash32 root, TreeHasher hasher) {
    Bytes stored = nodes.node(Bytes.EMPTY);
    Page page = stored == null ? new Page() : Page.decode(stored);
    Hash32 storedRoot = page.root(hasher);
    if (!storedRoot.equals(root)) {
      throw new IllegalStateException(
          "the stored tree has root " + storedRoot + ", not " + root + ": state and tree differ");
    }
    return page;
  }

  static void checkKey(Bytes key) {
    if (key.isEmpty() || key.size() > TreeLimits.MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key has 1 to " + TreeLimits.MAX_KEY_BYTES + " bytes, got " + key.size());
    }
  }

  static void checkValue(Bytes value) {
    if (value.isEmpty() || value.size() > TreeLimits.MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "a value has 1 to " + TreeLimits.MAX_VALUE_BYTES + " bytes, got " + value.size());
    }
  }
}
