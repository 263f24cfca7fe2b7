package weft.ledger.tree;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// Four levels of the tree: sixteen slots and the hashes above them.
///
/// A slot is empty, a leaf, or the root of a child page. A leaf stands in the page where it is
/// first alone in its slot; which of the four levels it occupies follows from its neighbours, by
/// the rule that a subtree with one leaf is that leaf. Beside its hash a leaf keeps its raw key:
/// absence proofs show the neighbours' keys, and the path can be hashed again in the rare case of a
/// split.
///
/// Stored form: bitmap of leaves (2 bytes), bitmap of children (2), the inner hashes of
/// [#STORED_INNER] that are neither empty nor a lone leaf, the slots' hashes, and for each leaf its
/// key behind a 2-byte length.
final class Page {
  /*
   * Hashes lie in one array in heap order: node 1 is the page's root, node n has the children 2n and
   * 2n+1, the slots are 16 to 31. So the two children of a node are adjacent and hashed in place.
   */

  static final int SLOTS = 16;

  /// Bit n: the hash of inner node n is stored. The middle level of the page: a changed slot then
  /// costs six hashes instead of up to fifteen; storing more levels costs more bytes than it saves
  /// hashing.
  private static final int STORED_INNER = 0x00f0;

  private static final int ROOT = 1;
  private static final int HEADER_BYTES = 4;
  private static final int LENGTH_BYTES = 2;

  private final byte[] hashes = new byte[2 * SLOTS * Hash32.SIZE];
  private final @Nullable Bytes[] keys = new Bytes[SLOTS];
  private int leaves;
  private int children;
  private int known;

  /// Reads the stored form.
  ///
  /// @throws IllegalStateException if the bytes are no page
  static Page decode(Bytes stored) {
    Page page = new Page();
    ByteBuffer in = stored.asBuffer();
    try {
      page.leaves = Short.toUnsignedInt(in.getShort());
      page.children = Short.toUnsignedInt(in.getShort());
      page.known = page.storedInner();
      page.readHashes(in, page.known);
      page.readHashes(in, page.occupied() << SLOTS);
      for (int rest = page.leaves; rest != 0; rest &= rest - 1) {
        int length = Short.toUnsignedInt(in.getShort());
        page.keys[Integer.numberOfTrailingZeros(rest)] = stored.slice(in.position(), length);
        in.position(in.position() + length);
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalStateException("a tree page is cut short: restore from a snapshot", e);
    }
    if (in.hasRemaining() || (page.leaves & page.children) != 0) {
      throw new IllegalStateException("a tree page is damaged: restore from a snapshot");
    }
    return page;
  }

  private void readHashes(ByteBuffer in, int nodes) {
    for (int rest = nodes; rest != 0; rest &= rest - 1) {
      in.get(hashes, Integer.numberOfTrailingZeros(rest) * Hash32.SIZE, Hash32.SIZE);
    }
  }

  Bytes encode(TreeHasher hasher) {
    settle(ROOT, hasher);
    int inner = storedInner();
    int hashCount = Integer.bitCount(inner) + Integer.bitCount(occupied());
    int size = HEADER_BYTES + hashCount * Hash32.SIZE;
    for (int rest = leaves; rest != 0; rest &= rest - 1) {
      size += LENGTH_BYTES + key(Integer.numberOfTrailingZeros(rest)).size();
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putShort((short) leaves).putShort((short) children);
    writeHashes(out, inner);
    writeHashes(out, occupied() << SLOTS);
    for (int rest = leaves; rest != 0; rest &= rest - 1) {
      Bytes key = key(Integer.numberOfTrailingZeros(rest));
      out.putShort((short) key.size());
      key.copyTo(out.array(), out.position());
      out.position(out.position() + key.size());
    }
    return Bytes.wrap(out.array());
  }

  private void writeHashes(ByteBuffer out, int nodes) {
    for (int rest = nodes; rest != 0; rest &= rest - 1) {
      out.put(hashes, Integer.numberOfTrailingZeros(rest) * Hash32.SIZE, Hash32.SIZE);
    }
  }

  private int storedInner() {
    int stored = 0;
    for (int node = ROOT; node < SLOTS; node++) {
      if (((STORED_INNER >>> node) & 1) != 0 && branches(node)) {
        stored |= 1 << node;
      }
    }
    return stored;
  }

  private int occupied() {
    return leaves | children;
  }

  boolean isEmpty() {
    return occupied() == 0;
  }

  boolean isOccupied(int slot) {
    return ((occupied() >>> slot) & 1) != 0;
  }

  boolean isLeaf(int slot) {
    return ((leaves >>> slot) & 1) != 0;
  }

  boolean isChild(int slot) {
    return ((children >>> slot) & 1) != 0;
  }

  /// The slot of the only leaf, or -1 if the page holds anything else.
  int loneLeaf() {
    return children == 0 && Integer.bitCount(leaves) == 1
        ? Integer.numberOfTrailingZeros(leaves)
        : -1;
  }

  /// The raw key of the leaf in a slot.
  Bytes key(int slot) {
    Bytes key = keys[slot];
    if (key == null) {
      throw new IllegalStateException("no leaf in slot " + slot);
    }
    return key;
  }

  boolean hasHash(int slot, Hash32 hash) {
    int at = (SLOTS + slot) * Hash32.SIZE;
    return Arrays.equals(hashes, at, at + Hash32.SIZE, hash.toArrayUnsafe(), 0, Hash32.SIZE);
  }

  void putLeaf(int slot, Bytes key, Hash32 leaf) {
    leaf.copyTo(hashes, (SLOTS + slot) * Hash32.SIZE);
    markLeaf(slot, key);
  }

  /// Puts a leaf of another page into a slot of this one.
  void takeLeaf(int slot, Page from, int fromSlot) {
    copyHash(from, SLOTS + fromSlot, SLOTS + slot);
    markLeaf(slot, from.key(fromSlot));
  }

  /// Puts a child page into a slot.
  void putChild(int slot, Page child, TreeHasher hasher) {
    child.settle(ROOT, hasher);
    copyHash(child, ROOT, SLOTS + slot);
    keys[slot] = null;
    leaves &= ~(1 << slot);
    children |= 1 << slot;
    forgetAbove(slot);
  }

  void clear(int slot) {
    int at = (SLOTS + slot) * Hash32.SIZE;
    Arrays.fill(hashes, at, at + Hash32.SIZE, (byte) 0);
    keys[slot] = null;
    leaves &= ~(1 << slot);
    children &= ~(1 << slot);
    forgetAbove(slot);
  }

  private void markLeaf(int slot, Bytes key) {
    keys[slot] = key;
    leaves |= 1 << slot;
    children &= ~(1 << slot);
    forgetAbove(slot);
  }

  private void copyHash(Page from, int fromNode, int node) {
    System.arraycopy(from.hashes, fromNode * Hash32.SIZE, hashes, node * Hash32.SIZE, Hash32.SIZE);
  }

  private void forgetAbove(int slot) {
    for (int node = (SLOTS + slot) >> 1; node >= ROOT; node >>= 1) {
      known &= ~(1 << node);
    }
  }

  /// Whether a node is an inner node of the tree: more than one leaf lies under it.
  boolean branches(int node) {
    int under = occupied() & span(node);
    return (under & children) != 0 || Integer.bitCount(under) > 1;
  }

  /// The hash of the page's root.
  Hash32 root(TreeHasher hasher) {
    return hash(ROOT, hasher);
  }

  /// The hash of a node in heap order.
  Hash32 hash(int node, TreeHasher hasher) {
    settle(node, hasher);
    int at = node * Hash32.SIZE;
    return Hash32.wrap(Arrays.copyOfRange(hashes, at, at + Hash32.SIZE));
  }

  private void settle(int node, TreeHasher hasher) {
    if (node >= SLOTS || ((known >>> node) & 1) != 0) {
      return;
    }
    known |= 1 << node;
    if (branches(node)) {
      settle(2 * node, hasher);
      settle(2 * node + 1, hasher);
      hasher.inner(hashes, 2 * node * Hash32.SIZE, node * Hash32.SIZE);
      return;
    }
    int under = occupied() & span(node);
    if (under != 0) {
      copyHash(this, SLOTS + Integer.numberOfTrailingZeros(under), node);
    } else {
      Arrays.fill(hashes, node * Hash32.SIZE, (node + 1) * Hash32.SIZE, (byte) 0);
    }
  }

  /// The slots under a node, as a bitmap.
  private static int span(int node) {
    int shift = Integer.numberOfLeadingZeros(node) - Integer.numberOfLeadingZeros(SLOTS);
    int first = (node << shift) - SLOTS;
    return ((1 << (1 << shift)) - 1) << first;
  }
}
