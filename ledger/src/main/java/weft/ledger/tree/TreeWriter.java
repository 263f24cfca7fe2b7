package weft.ledger.tree;

import java.util.List;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// Carries a batch into the tree: one walk, each page read, hashed and written once.
final class TreeWriter {
  private final NodeReader nodes;
  private final NodeSink sink;
  private final TreeHasher hasher;
  private final List<LeafChange> changes;
  private final NodePath path = new NodePath();

  /// @param changes sorted by path, no key twice
  TreeWriter(NodeReader nodes, NodeSink sink, TreeHasher hasher, List<LeafChange> changes) {
    this.nodes = nodes;
    this.sink = sink;
    this.hasher = hasher;
    this.changes = changes;
  }

  Hash32 write(Hash32 oldRoot) {
    Page page = StateTree.rootPage(nodes, oldRoot, hasher);
    if (!changePage(page, 0, 0, changes.size())) {
      return oldRoot;
    }
    if (page.isEmpty()) {
      sink.write(Bytes.EMPTY, null);
      return StateTree.EMPTY_ROOT;
    }
    sink.write(Bytes.EMPTY, page.encode(hasher));
    return page.root(hasher);
  }

  /// Applies the changes `[from, to)`, which all lie under this page; says whether any had effect.
  private boolean changePage(Page page, int depth, int from, int to) {
    boolean changed = false;
    int start = from;
    while (start < to) {
      int slot = NodePath.slot(changes.get(start).path(), depth);
      int end = start + 1;
      while (end < to && NodePath.slot(changes.get(end).path(), depth) == slot) {
        end++;
      }
      changed |= changeSlot(page, slot, depth, start, end);
      start = end;
    }
    return changed;
  }

  private boolean changeSlot(Page page, int slot, int depth, int from, int to) {
    boolean wasChild = page.isChild(slot);
    if (!wasChild && to - from == 1) {
      LeafChange change = changes.get(from);
      if (!page.isLeaf(slot) || page.key(slot).equals(change.key())) {
        return replaceLeaf(page, slot, change);
      }
      if (change.leaf() == null) {
        return false;
      }
    }
    path.set(depth, slot);
    Page child = wasChild ? path.read(nodes, depth + 1) : new Page();
    if (page.isLeaf(slot)) {
      child.takeLeaf(NodePath.slot(hasher.path(page.key(slot)), depth + 1), page, slot);
    }
    if (!changePage(child, depth + 1, from, to)) {
      return false;
    }
    path.set(depth, slot);
    attach(page, slot, child, depth + 1, wasChild);
    return true;
  }

  private static boolean replaceLeaf(Page page, int slot, LeafChange change) {
    Hash32 leaf = change.leaf();
    if (leaf == null) {
      boolean present = page.isLeaf(slot);
      page.clear(slot);
      return present;
    }
    if (page.isLeaf(slot) && page.hasHash(slot, leaf)) {
      return false;
    }
    page.putLeaf(slot, change.key(), leaf);
    return true;
  }

  /// Hangs a changed child page into its slot; one with a single leaf dissolves into that leaf.
  private void attach(Page page, int slot, Page child, int childDepth, boolean wasStored) {
    int lone = child.loneLeaf();
    if (lone < 0 && !child.isEmpty()) {
      page.putChild(slot, child, hasher);
      sink.write(path.node(childDepth), child.encode(hasher));
      return;
    }
    if (lone < 0) {
      page.clear(slot);
    } else {
      page.takeLeaf(slot, child, lone);
    }
    if (wasStored) {
      sink.write(path.node(childDepth), null);
    }
  }
}
