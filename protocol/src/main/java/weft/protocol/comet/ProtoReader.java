package weft.protocol.comet;

import weft.primitives.Bytes;
import weft.primitives.MalformedException;

/// Reads one protobuf message field by field, the fields in the order of their numbers: what
/// [ProtoWriter] writes. Unknown, doubled and disordered fields are refused, and zero values that
/// stand there all the same, so that one message has one encoding. Call the readers in order of
/// field number, then [#expectEnd].
final class ProtoReader {
  static final int VARINT = 0;
  static final int DELIMITED = 2;

  private static final int MAX_VARINT_BYTES = 10;

  private final Bytes in;
  private int at;

  ProtoReader(Bytes in) {
    this.in = in;
  }

  /// A number of any integer type, as the 64 bits it has; zero if left out.
  long varint(int field, String name) {
    if (!skipTag(field, VARINT)) {
      return 0;
    }
    long value = rawVarint(name);
    if (value == 0) {
      throw new MalformedException(name, "is zero and not left out");
    }
    return value;
  }

  /// A number of 0 to 2^31-1; zero if left out.
  int count(int field, String name) {
    long value = varint(field, name);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedException(name, "must be 0 to 2^31-1");
    }
    return (int) value;
  }

  /// Bytes or a text; empty if left out.
  Bytes bytes(int field, String name, int maxBytes) {
    if (!isNext(field)) {
      return Bytes.EMPTY;
    }
    Bytes value = message(field, name, maxBytes);
    if (value.isEmpty()) {
      throw new MalformedException(name, "is empty and not left out");
    }
    return value;
  }

  /// A message inside this one, which must be there.
  Bytes message(int field, String name, int maxBytes) {
    if (!skipTag(field, DELIMITED)) {
      throw new MalformedException(name, "is missing");
    }
    long size = rawVarint(name);
    if (size < 0 || size > Math.min(maxBytes, in.size() - at)) {
      throw new MalformedException(name, "is longer than " + maxBytes + " bytes or the message");
    }
    Bytes value = in.slice(at, (int) size);
    at += (int) size;
    return value;
  }

  /// Whether the next field has this number and is a message or bytes.
  boolean isNext(int field) {
    return at < in.size() && in.get(at) == tag(field, DELIMITED);
  }

  void expectEnd() {
    if (at != in.size()) {
      throw new MalformedException("field", "is unknown, doubled or out of order at offset " + at);
    }
  }

  private boolean skipTag(int field, int wireType) {
    boolean isThere = at < in.size() && in.get(at) == tag(field, wireType);
    at += isThere ? 1 : 0;
    return isThere;
  }

  /// Fields have numbers below 16, so that a tag is one byte.
  private static byte tag(int field, int wireType) {
    return (byte) ((field << 3) | wireType);
  }

  private long rawVarint(String name) {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      if (at == in.size()) {
        throw new MalformedException(name, "ends early");
      }
      int next = in.get(at++) & 0xff;
      if ((i == MAX_VARINT_BYTES - 1 && next > 1) || (i > 0 && next == 0)) {
        throw new MalformedException(name, "is no number in its shortest form");
      }
      value |= (long) (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedException(name, "is no number of 64 bits");
  }
}
