package weft.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.state.ExistenceProof;
import weft.protocol.state.NonExistenceProof;
import weft.protocol.state.ProofStep;
import weft.protocol.state.TreeProof;

/// The tree of docs/protocol/state.md word for word: the slow and obvious root and proofs of a
/// state. Knows nothing of stored trees.
public final class StateGen {
  private static final Bytes LEAF = Bytes.fromHex("00");
  private static final Bytes INNER = Bytes.fromHex("01");

  private final NavigableMap<Hash32, Leaf> leaves = new TreeMap<>();

  private record Leaf(Bytes key, Bytes value) {
    Hash32 path() {
      return Sha256.hash(key);
    }

    Hash32 hash() {
      return Sha256.hash(LEAF, path().bytes(), Sha256.hash(value).bytes());
    }
  }

  public StateGen put(Bytes key, Bytes value) {
    Leaf leaf = new Leaf(key, value);
    leaves.put(leaf.path(), leaf);
    return this;
  }

  /// The value of a key, or null.
  public @Nullable Bytes get(Bytes key) {
    Leaf leaf = leaves.get(Sha256.hash(key));
    return leaf == null ? null : leaf.value();
  }

  /// All keys, in the order of their paths.
  public List<Bytes> keys() {
    return leaves.values().stream().map(Leaf::key).toList();
  }

  public Hash32 root() {
    return root(List.copyOf(leaves.values()), 0);
  }

  public TreeProof prove(Bytes key) {
    Hash32 path = Sha256.hash(key);
    Leaf leaf = leaves.get(path);
    if (leaf != null) {
      return existence(leaf);
    }
    var below = leaves.lowerEntry(path);
    var above = leaves.higherEntry(path);
    return new NonExistenceProof(
        key,
        below == null ? null : existence(below.getValue()),
        above == null ? null : existence(above.getValue()));
  }

  private ExistenceProof existence(Leaf leaf) {
    List<ProofStep> steps = new ArrayList<>();
    List<Leaf> under = List.copyOf(leaves.values());
    for (int bit = 0; under.size() > 1; bit++) {
      boolean goesRight = leaf.path().bit(bit);
      steps.addFirst(new ProofStep(goesRight, root(side(under, bit, !goesRight), bit + 1)));
      under = side(under, bit, goesRight);
    }
    return new ExistenceProof(leaf.key(), leaf.value(), steps);
  }

  private static Hash32 root(List<Leaf> under, int bit) {
    if (under.isEmpty()) {
      return Hash32.ZERO;
    }
    if (under.size() == 1) {
      return under.getFirst().hash();
    }
    Hash32 left = root(side(under, bit, false), bit + 1);
    Hash32 right = root(side(under, bit, true), bit + 1);
    return inner(left, right);
  }

  private static List<Leaf> side(List<Leaf> under, int bit, boolean right) {
    return under.stream().filter(leaf -> leaf.path().bit(bit) == right).toList();
  }

  /// The hash of an inner node.
  public static Hash32 inner(Hash32 left, Hash32 right) {
    return Sha256.hash(INNER, left.bytes(), right.bytes());
  }
}
