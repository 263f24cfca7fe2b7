package weft.primitives;

import java.util.List;
import java.util.stream.Stream;

/// The recursive definitions of RFC 6962, section 2.1, word for word.
final class MerkleOracle {
  private MerkleOracle() {}

  static Hash32 root(List<Bytes> leaves) {
    if (leaves.isEmpty()) {
      return Sha256.hash();
    }
    if (leaves.size() == 1) {
      return Sha256.hash(Bytes.fromHex("00"), leaves.get(0));
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    Hash32 left = root(leaves.subList(0, split));
    Hash32 right = root(leaves.subList(split, leaves.size()));
    return Sha256.hash(Bytes.fromHex("01"), left.bytes(), right.bytes());
  }

  static List<Hash32> path(int index, List<Bytes> leaves) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    List<Bytes> left = leaves.subList(0, split);
    List<Bytes> right = leaves.subList(split, leaves.size());
    return index < split
        ? append(path(index, left), root(right))
        : append(path(index - split, right), root(left));
  }

  private static List<Hash32> append(List<Hash32> path, Hash32 sibling) {
    return Stream.concat(path.stream(), Stream.of(sibling)).toList();
  }
}
