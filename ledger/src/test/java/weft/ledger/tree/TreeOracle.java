package weft.ledger.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;

/// The slow obvious tree: the definition, written down as a recursion over the full set.
final class TreeOracle {
  private static final Bytes LEAF = Bytes.fromHex("00");
  private static final Bytes INNER = Bytes.fromHex("01");

  private record Leaf(Hash32 path, Hash32 hash) {}

  private TreeOracle() {}

  static Hash32 root(NavigableMap<Bytes, Bytes> state) {
    List<Leaf> leaves = new ArrayList<>();
    for (Map.Entry<Bytes, Bytes> entry : state.entrySet()) {
      Hash32 path = Sha256.hash(entry.getKey());
      Hash32 value = Sha256.hash(entry.getValue());
      leaves.add(new Leaf(path, Sha256.hash(LEAF, path.bytes(), value.bytes())));
    }
    return root(leaves, 0);
  }

  private static Hash32 root(List<Leaf> leaves, int bit) {
    if (leaves.isEmpty()) {
      return Hash32.ZERO;
    }
    if (leaves.size() == 1) {
      return leaves.getFirst().hash();
    }
    List<Leaf> left = leaves.stream().filter(leaf -> !leaf.path().bit(bit)).toList();
    List<Leaf> right = leaves.stream().filter(leaf -> leaf.path().bit(bit)).toList();
    return Sha256.hash(INNER, root(left, bit + 1).bytes(), root(right, bit + 1).bytes());
  }
}
