package weft.primitives;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes fixed-layout, big-endian records: what gets hashed or stored. [ByteReader] reads them.
///
/// There are no tags and no optional fields: one value has one encoding. Not for use by several
/// threads at once.
public final class ByteWriter {
  static final long MAX_U32 = 0xffff_ffffL;
  static final int MAX_U16 = 0xffff;
  static final int MAX_U8 = 0xff;

  private static final int DEFAULT_CAPACITY = 128;

  private byte[] buffer;
  private int size;

  public ByteWriter() {
    this(DEFAULT_CAPACITY);
  }

  /// A writer that expects a certain size.
  ///
  /// @param capacity the expected size in bytes; the writer grows beyond it
  public ByteWriter(int capacity) {
    buffer = new byte[capacity];
  }

  /// One byte, 0..255.
  ///
  /// @throws IllegalArgumentException if the value is out of range
  public ByteWriter u8(int value) {
    return number(value, MAX_U8, Byte.BYTES);
  }

  /// Two bytes, 0..65535.
  ///
  /// @throws IllegalArgumentException if the value is out of range
  public ByteWriter u16(int value) {
    return number(value, MAX_U16, Short.BYTES);
  }

  /// Four bytes, 0..2^32-1.
  ///
  /// @throws IllegalArgumentException if the value is out of range
  public ByteWriter u32(long value) {
    return number(value, MAX_U32, Integer.BYTES);
  }

  /// Eight bytes, 0..2^63-1: the upper half of the range is refused, since Java would read it back
  /// as negative.
  ///
  /// @throws IllegalArgumentException if the value is negative
  public ByteWriter u64(long value) {
    return number(value, Long.MAX_VALUE, Long.BYTES);
  }

  /// 32 bytes.
  public ByteWriter hash(Hash32 hash) {
    int at = reserve(Hash32.SIZE);
    hash.copyTo(buffer, at);
    return this;
  }

  /// 20 bytes.
  public ByteWriter address(Address address) {
    int at = reserve(Address.SIZE);
    address.copyTo(buffer, at);
    return this;
  }

  /// 16 bytes.
  public ByteWriter amount(Amount amount) {
    int at = reserve(Amount.SIZE);
    amount.copyTo(buffer, at);
    return this;
  }

  /// The bytes as they are: the reader must know their number.
  public ByteWriter bytes(Bytes raw) {
    int at = reserve(raw.size());
    raw.copyTo(buffer, at);
    return this;
  }

  /// A u32 length, then the bytes.
  public ByteWriter lengthPrefixed(Bytes raw) {
    return u32(raw.size()).bytes(raw);
  }

  /// A u16 length in bytes, then the text in UTF-8.
  ///
  /// @throws IllegalArgumentException if the text needs more than 65535 bytes or holds half a
  ///   surrogate pair
  public ByteWriter text(String text) {
    Bytes utf8 = encode(text);
    if (utf8.size() > MAX_U16) {
      throw new IllegalArgumentException(
          "a text has at most " + MAX_U16 + " bytes, got " + utf8.size());
    }
    return u16(utf8.size()).bytes(utf8);
  }

  /// The number of bytes written.
  public int size() {
    return size;
  }

  /// A copy of what was written; the writer stays usable.
  public Bytes toBytes() {
    return Bytes.wrap(Arrays.copyOf(buffer, size));
  }

  private ByteWriter number(long value, long max, int width) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          "a u" + 8 * width + " lies in 0.." + max + ", got " + value);
    }
    int at = reserve(width);
    for (int i = 0; i < width; i++) {
      buffer[at + i] = (byte) (value >>> (8 * (width - 1 - i)));
    }
    return this;
  }

  private int reserve(int length) {
    int at = size;
    size = Math.addExact(size, length);
    if (size > buffer.length) {
      long doubled = Math.min(2L * buffer.length, Integer.MAX_VALUE - 8L);
      buffer = Arrays.copyOf(buffer, (int) Math.max(doubled, size));
    }
    return at;
  }

  private static Bytes encode(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] utf8 = new byte[encoded.remaining()];
      encoded.get(utf8);
      return Bytes.wrap(utf8);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a text must not hold half a surrogate pair", e);
    }
  }
}
