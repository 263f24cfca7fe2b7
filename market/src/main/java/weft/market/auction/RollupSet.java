package weft.market.auction;

import java.util.Arrays;
import java.util.stream.IntStream;

/// An immutable set of rollups of one auction, by their index there: a package or a coalition.
///
/// Indices are 0 to [#MAX_INDEX]. Sets of the first 64 rollups, which is all that a chain's auction
/// has, cost one `long` to join and compare.
public final class RollupSet {
  /// The greatest index: auctions read from files may sell this many items and one.
  public static final int MAX_INDEX = 1023;

  public static final RollupSet EMPTY = new RollupSet(new long[0]);

  /// No trailing zero words, so that equal sets have equal arrays.
  private final long[] words;

  private RollupSet(long[] words) {
    this.words = words;
  }

  private static RollupSet trimmed(long[] words) {
    int length = words.length;
    while (length > 0 && words[length - 1] == 0) {
      length--;
    }
    return length == 0 ? EMPTY : new RollupSet(Arrays.copyOf(words, length));
  }

  /// The set with these indices, in any order.
  ///
  /// @throws IllegalArgumentException if an index is negative or above [#MAX_INDEX]
  public static RollupSet of(int... indices) {
    long[] words = new long[MAX_INDEX / Long.SIZE + 1];
    for (int index : indices) {
      if (index < 0 || index > MAX_INDEX) {
        throw new IllegalArgumentException(
            "a rollup's index is 0 to " + MAX_INDEX + ", got " + index);
      }
      words[index / Long.SIZE] |= 1L << index;
    }
    return trimmed(words);
  }

  /// The set whose indices are the set bits of `mask`.
  public static RollupSet ofMask(long mask) {
    return trimmed(new long[] {mask});
  }

  /// The first `count` rollups: the grand coalition of an auction of that many.
  public static RollupSet all(int count) {
    return of(IntStream.range(0, count).toArray());
  }

  /// The set as bits of one `long`.
  ///
  /// @throws ArithmeticException if an index is above 63
  public long mask() {
    if (words.length > 1) {
      throw new ArithmeticException("the set has indices above 63");
    }
    return words.length == 0 ? 0 : words[0];
  }

  public boolean contains(int index) {
    int word = index / Long.SIZE;
    return word < words.length && (words[word] >>> index & 1) == 1;
  }

  public boolean containsAll(RollupSet other) {
    if (other.words.length > words.length) {
      return false;
    }
    for (int i = 0; i < other.words.length; i++) {
      if ((other.words[i] & ~words[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  public boolean intersects(RollupSet other) {
    for (int i = 0; i < Math.min(words.length, other.words.length); i++) {
      if ((words[i] & other.words[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  public RollupSet union(RollupSet other) {
    long[] joined = Arrays.copyOf(words, Math.max(words.length, other.words.length));
    for (int i = 0; i < other.words.length; i++) {
      joined[i] |= other.words[i];
    }
    return trimmed(joined);
  }

  public RollupSet intersection(RollupSet other) {
    return minus(minus(other));
  }

  public RollupSet minus(RollupSet other) {
    long[] left = words.clone();
    for (int i = 0; i < Math.min(left.length, other.words.length); i++) {
      left[i] &= ~other.words[i];
    }
    return trimmed(left);
  }

  public boolean isEmpty() {
    return words.length == 0;
  }

  public int size() {
    int size = 0;
    for (long word : words) {
      size += Long.bitCount(word);
    }
    return size;
  }

  /// The indices, ascending.
  public IntStream indices() {
    return IntStream.range(0, words.length * Long.SIZE).filter(this::contains);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RollupSet that && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return Arrays.toString(indices().toArray());
  }
}
