package weft.protocol.transaction;

import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Sha256;

/// A rollup's name and its id, SHA-256 of the name. Order is by id: the order of lanes in a block.
///
/// A name is 3 to 32 characters of `a-z`, `0-9` and `-`.
public record RollupId(String name, Hash32 hash) implements Comparable<RollupId> {
  public static final int MIN_NAME_LENGTH = 3;
  public static final int MAX_NAME_LENGTH = 32;

  public RollupId {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a rollup name: " + name);
    }
  }

  /// The id of a name.
  ///
  /// @throws IllegalArgumentException if it is no rollup name, see [#isName]
  public static RollupId of(String name) {
    return new RollupId(name, Sha256.hash(Bytes.utf8(name)));
  }

  public static boolean isName(String name) {
    int length = name.length();
    if (length < MIN_NAME_LENGTH || length > MAX_NAME_LENGTH) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(RollupId other) {
    return hash.compareTo(other.hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RollupId that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
