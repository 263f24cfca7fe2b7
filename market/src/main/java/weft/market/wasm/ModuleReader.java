package weft.market.wasm;

import weft.primitives.Bytes;
import weft.primitives.MalformedException;

/// Reads WebAssembly's binary encoding. Each read names its field, for the message of the
/// [MalformedException] that every method throws where the bytes end early or break a limit.
final class ModuleReader {
  private static final int PAYLOAD_BITS = 7;
  private static final int MORE = 0x80;
  private static final int SIGN = 0x40;

  private final Bytes source;
  private int at;

  ModuleReader(Bytes source) {
    this.source = source;
  }

  int at() {
    return at;
  }

  boolean isAtEnd() {
    return at == source.size();
  }

  int u8(String field) {
    if (isAtEnd()) {
      throw new MalformedException(field, "the bytes end early");
    }
    return source.get(at++) & 0xff;
  }

  Bytes bytes(String field, int length) {
    if (length > source.size() - at) {
      throw new MalformedException(field, "needs " + length + " bytes, the bytes end early");
    }
    Bytes taken = source.slice(at, length);
    at += length;
    return taken;
  }

  /// An unsigned number of at most `max`.
  int u32(String field, int max) {
    long value = unsigned(field);
    if (value > max) {
      throw new MalformedException(field, "is at most " + max + ", got " + value);
    }
    return (int) value;
  }

  /// An unsigned number of at most 2^32-1.
  long unsigned(String field) {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += PAYLOAD_BITS) {
      int next = u8(field);
      value |= (long) (next & ~MORE) << shift;
      if ((next & MORE) == 0) {
        if (value >>> Integer.SIZE != 0) {
          break;
        }
        return value;
      }
    }
    throw new MalformedException(field, "is no number of 32 bits");
  }

  /// A signed number of `bits` bits.
  long signed(String field, int bits) {
    long value = 0;
    for (int shift = 0; shift < bits; shift += PAYLOAD_BITS) {
      int next = u8(field);
      value |= (long) (next & ~MORE) << shift;
      if ((next & MORE) == 0) {
        requireSignExtension(field, next, bits - shift);
        int used = shift + PAYLOAD_BITS;
        return used < Long.SIZE ? (value << (Long.SIZE - used)) >> (Long.SIZE - used) : value;
      }
    }
    throw new MalformedException(field, "is no number of " + bits + " bits");
  }

  /// The last byte of a number may have more bits than are left of it: they repeat its sign.
  private static void requireSignExtension(String field, int last, int left) {
    if (left >= PAYLOAD_BITS) {
      return;
    }
    int extended = (last << (Integer.SIZE - left)) >> (Integer.SIZE - left);
    int seen = (last << (Integer.SIZE - PAYLOAD_BITS)) >> (Integer.SIZE - PAYLOAD_BITS);
    if (extended != seen || (last & SIGN) != (extended & SIGN)) {
      throw new MalformedException(field, "has bits beyond its size");
    }
  }
}
