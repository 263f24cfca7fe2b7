package weft.primitives;

import java.util.Arrays;

/// A 32-byte hash or id. Order is unsigned lexicographic.
public final class Hash32 implements Comparable<Hash32> {
  public static final int SIZE = 32;
  public static final Hash32 ZERO = new Hash32(new byte[SIZE]);

  private final byte[] bytes;

  private Hash32(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes ownership of a 32-byte array.
  ///
  /// @throws IllegalArgumentException if the array is not 32 bytes long
  public static Hash32 wrap(byte[] owned) {
    if (owned.length != SIZE) {
      throw new IllegalArgumentException("a hash has 32 bytes, got " + owned.length);
    }
    return new Hash32(owned);
  }

  /// Copies 32 bytes.
  ///
  /// @throws IllegalArgumentException if there are not exactly 32
  public static Hash32 of(Bytes bytes) {
    return wrap(bytes.toArray());
  }

  /// Decodes 64 hexadecimal digits, with or without `0x`.
  ///
  /// @throws IllegalArgumentException if the text is anything else
  public static Hash32 fromHex(String hex) {
    return wrap(Hex.decode(hex));
  }

  public Bytes bytes() {
    return Bytes.wrap(bytes);
  }

  public byte[] toArray() {
    return bytes.clone();
  }

  /// The content without a copy. Callers only read it.
  public byte[] toArrayUnsafe() {
    return bytes;
  }

  public void copyTo(byte[] destination, int at) {
    System.arraycopy(bytes, 0, destination, at, SIZE);
  }

  /// Bit `index` of the hash, most significant bit of the first byte first.
  public boolean bit(int index) {
    return (bytes[index >>> 3] & (0x80 >>> (index & 7))) != 0;
  }

  public String toHex() {
    return Hex.encode(bytes);
  }

  @Override
  public int compareTo(Hash32 other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash32 that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "0x" + toHex();
  }
}
