package weft.ledger.tree;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.state.ExistenceProof;
import weft.protocol.state.NonExistenceProof;
import weft.protocol.state.ProofStep;
import weft.protocol.state.TreeProof;

/// Makes proofs from stored pages and the flat state.
final class TreeProver {
  private static final int BEFORE = -1;
  private static final int AFTER = 1;

  private final NodeReader nodes;
  private final ValueReader values;
  private final TreeHasher hasher = new TreeHasher();
  private final Page root;

  TreeProver(NodeReader nodes, Hash32 root, ValueReader values) {
    this.nodes = nodes;
    this.values = values;
    this.root = StateTree.rootPage(nodes, root, hasher);
  }

  TreeProof prove(Bytes key) {
    Hash32 path = hasher.path(key);
    ExistenceProof present = existence(path, key);
    if (present != null) {
      return present;
    }
    return new NonExistenceProof(key, neighbour(path, BEFORE), neighbour(path, AFTER));
  }

  /// The proof of a key, or null if the tree does not hold it.
  private @Nullable ExistenceProof existence(Hash32 path, Bytes key) {
    NodePath at = new NodePath();
    List<Page> pages = new ArrayList<>();
    Page page = root;
    int slot = NodePath.slot(path, 0);
    pages.add(page);
    while (page.isChild(slot)) {
      at.set(pages.size() - 1, slot);
      page = at.read(nodes, pages.size());
      slot = NodePath.slot(path, pages.size());
      pages.add(page);
    }
    if (!page.isLeaf(slot) || !page.key(slot).equals(key)) {
      return null;
    }
    return new ExistenceProof(key, value(path, key, page, slot), steps(path, pages));
  }

  private Bytes value(Hash32 path, Bytes key, Page page, int slot) {
    Bytes value = values.value(key);
    if (value == null || !page.hasHash(slot, hasher.leaf(path, value))) {
      throw new IllegalStateException(
          "the value of " + key + " is not the one in the tree: state and tree differ");
    }
    return value;
  }

  private List<ProofStep> steps(Hash32 path, List<Page> pages) {
    List<ProofStep> steps = new ArrayList<>();
    for (int depth = pages.size() - 1; depth >= 0; depth--) {
      Page page = pages.get(depth);
      int node = Page.SLOTS + NodePath.slot(path, depth);
      for (; node > 1; node >>= 1) {
        if (page.branches(node >> 1)) {
          steps.add(new ProofStep((node & 1) == 1, page.hash(node ^ 1, hasher)));
        }
      }
    }
    return steps;
  }

  private @Nullable ExistenceProof neighbour(Hash32 path, int direction) {
    Bytes key = nearest(root, path, new NodePath(), 0, direction);
    if (key == null) {
      return null;
    }
    ExistenceProof proof = existence(hasher.path(key), key);
    if (proof == null) {
      throw new IllegalStateException("leaf " + key + " stands off its path: tree is damaged");
    }
    return proof;
  }

  /// The key of the nearest leaf before or after an absent path under a page that the path crosses.
  private @Nullable Bytes nearest(Page page, Hash32 path, NodePath at, int depth, int direction) {
    int slot = NodePath.slot(path, depth);
    if (page.isChild(slot)) {
      at.set(depth, slot);
      Bytes key = nearest(at.read(nodes, depth + 1), path, at, depth + 1, direction);
      if (key != null) {
        return key;
      }
    } else if (page.isLeaf(slot)) {
      Hash32 leaf = hasher.path(page.key(slot));
      if (Integer.signum(leaf.compareTo(path)) == direction) {
        return page.key(slot);
      }
    }
    return first(page, slot + direction, at, depth, direction);
  }

  /// The key of the first leaf met when walking a page from a slot in a direction.
  private @Nullable Bytes first(Page page, int from, NodePath at, int depth, int direction) {
    for (int slot = from; slot >= 0 && slot < Page.SLOTS; slot += direction) {
      if (page.isLeaf(slot)) {
        return page.key(slot);
      }
      if (page.isChild(slot)) {
        at.set(depth, slot);
        int entry = direction == AFTER ? 0 : Page.SLOTS - 1;
        return first(at.read(nodes, depth + 1), entry, at, depth + 1, direction);
      }
    }
    return null;
  }
}
