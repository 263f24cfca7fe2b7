package weft.primitives;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads what [ByteWriter] wrote, in the same order. Each read names its field, for the message of
/// the [MalformedException] that every method throws where the bytes end early or break a limit.
///
/// Nothing is allocated before its length is checked. Not for use by several threads at once.
public final class ByteReader {
  private final Bytes source;
  private int at;

  public ByteReader(Bytes source) {
    this.source = source;
  }

  /// One byte, 0..255.
  public int u8(String field) {
    return (int) number(field, Byte.BYTES);
  }

  /// Two bytes, 0..65535.
  public int u16(String field) {
    return (int) number(field, Short.BYTES);
  }

  /// Four bytes, 0..2^32-1.
  public long u32(String field) {
    return number(field, Integer.BYTES);
  }

  /// Eight bytes, 0..2^63-1; larger numbers are malformed.
  public long u64(String field) {
    long value = number(field, Long.BYTES);
    if (value < 0) {
      throw new MalformedException(field, "exceeds 2^63-1, got " + Long.toUnsignedString(value));
    }
    return value;
  }

  /// 32 bytes.
  public Hash32 hash(String field) {
    return Hash32.of(take(field, Hash32.SIZE));
  }

  /// 20 bytes.
  public Address address(String field) {
    return Address.of(take(field, Address.SIZE));
  }

  /// 16 bytes.
  public Amount amount(String field) {
    return Amount.ofBytes(take(field, Amount.SIZE));
  }

  /// A known number of bytes; shares the array of the source.
  ///
  /// @throws IllegalArgumentException if the length is negative
  public Bytes bytes(String field, int length) {
    if (length < 0) {
      throw new IllegalArgumentException(field + ": a length is not negative, got " + length);
    }
    return take(field, length);
  }

  /// A u32 length, then that many bytes; shares the array of the source.
  ///
  /// @param maxBytes the longest length that is accepted
  public Bytes lengthPrefixed(String field, int maxBytes) {
    return take(field, bounded(field, u32(field), maxBytes));
  }

  /// A u16 length in bytes, then strict UTF-8: malformed text is refused, never repaired.
  ///
  /// @param maxBytes the longest length that is accepted
  public String text(String field, int maxBytes) {
    Bytes utf8 = take(field, bounded(field, u16(field), maxBytes));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8.asBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException(field, "is not UTF-8");
    }
  }

  /// The number of bytes not read yet.
  public int remaining() {
    return source.size() - at;
  }

  /// Makes sure that everything was read.
  public void expectEnd() {
    if (remaining() > 0) {
      throw new MalformedException("end", remaining() + " bytes too many");
    }
  }

  private long number(String field, int width) {
    Bytes raw = take(field, width);
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = (value << 8) | (raw.get(i) & 0xff);
    }
    return value;
  }

  private Bytes take(String field, int length) {
    if (length > remaining()) {
      throw new MalformedException(
          field, "needs " + length + " bytes at offset " + at + ", " + remaining() + " left");
    }
    Bytes taken = source.slice(at, length);
    at += length;
    return taken;
  }

  private static int bounded(String field, long length, int maxBytes) {
    if (length > maxBytes) {
      throw new MalformedException(field, "has at most " + maxBytes + " bytes, got " + length);
    }
    return (int) length;
  }
}
