package weft.primitives;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;

/// An immutable byte string: a window on an array that nobody writes to any more.
///
/// Slices share the array, so cutting a payload out of a transaction copies nothing. Equality and
/// order are by content; order is unsigned lexicographic, as in RocksDB and in Merkle key order.
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int size;

  private Bytes(byte[] array, int offset, int size) {
    this.array = array;
    this.offset = offset;
    this.size = size;
  }

  /// Takes ownership of the array: the caller must not write to it afterwards.
  public static Bytes wrap(byte[] owned) {
    return owned.length == 0 ? EMPTY : new Bytes(owned, 0, owned.length);
  }

  /// Copies the array.
  public static Bytes copyOf(byte[] bytes) {
    return wrap(bytes.clone());
  }

  /// The UTF-8 bytes of a text.
  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Decodes hexadecimal text, with or without `0x`.
  ///
  /// @throws IllegalArgumentException if the text is not hexadecimal
  public static Bytes fromHex(String hex) {
    return wrap(Hex.decode(hex));
  }

  /// Joins byte strings into one.
  public static Bytes concat(Bytes... parts) {
    int total = 0;
    for (Bytes part : parts) {
      total = Math.addExact(total, part.size);
    }
    byte[] joined = new byte[total];
    int at = 0;
    for (Bytes part : parts) {
      part.copyTo(joined, at);
      at += part.size;
    }
    return wrap(joined);
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /// The byte at an index.
  ///
  /// @throws IndexOutOfBoundsException outside `[0, size)`
  public byte get(int index) {
    return array[offset + Objects.checkIndex(index, size)];
  }

  /// A window of this byte string; shares the array.
  ///
  /// @throws IndexOutOfBoundsException if the window does not lie inside
  public Bytes slice(int from, int length) {
    Objects.checkFromIndexSize(from, length, size);
    return length == 0 ? EMPTY : new Bytes(array, offset + from, length);
  }

  /// Where a window begins that was cut out of this byte string. Empty for any other bytes, even
  /// equal ones: nothing is compared.
  @SuppressWarnings("ReferenceEquality") // A window shares the very array.
  public OptionalInt offsetOf(Bytes window) {
    int from = window.offset - offset;
    boolean isInside = window.array == array && from >= 0 && from + window.size <= size;
    return isInside ? OptionalInt.of(from) : OptionalInt.empty();
  }

  /// A copy of the content.
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + size);
  }

  /// The content without a copy where this window spans its whole array. Callers only read it.
  public byte[] toArrayUnsafe() {
    return offset == 0 && size == array.length ? array : toArray();
  }

  public void copyTo(byte[] destination, int at) {
    System.arraycopy(array, offset, destination, at, size);
  }

  /// A read-only view of the content.
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(array, offset, size).slice().asReadOnlyBuffer();
  }

  /// Hands the content to a digest or checksum without a copy.
  public void feed(Sink sink) {
    sink.accept(array, offset, size);
  }

  /// Whether this byte string begins with another.
  public boolean startsWith(Bytes prefix) {
    return size >= prefix.size
        && Arrays.equals(
            array,
            offset,
            offset + prefix.size,
            prefix.array,
            prefix.offset,
            prefix.offset + prefix.size);
  }

  /// Lower-case hexadecimal without a prefix.
  public String toHex() {
    return Hex.encode(toArrayUnsafe());
  }

  /// The content read as UTF-8; malformed input becomes replacement characters.
  public String toUtf8() {
    return new String(array, offset, size, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(
        array, offset, offset + size, other.array, other.offset, other.offset + other.size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + size, that.array, that.offset, that.offset + that.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + size; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /// Hexadecimal, cut after 32 bytes so that a log line stays a line.
  @Override
  public String toString() {
    return size <= 32 ? "0x" + toHex() : "0x" + slice(0, 32).toHex() + "…(" + size + " B)";
  }

  /// A consumer of an array range, such as `MessageDigest::update`.
  @FunctionalInterface
  public interface Sink {
    void accept(byte[] array, int offset, int length);
  }
}
