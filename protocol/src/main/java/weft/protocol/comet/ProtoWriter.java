package weft.protocol.comet;

import weft.primitives.ByteWriter;
import weft.primitives.Bytes;

/// Writes protobuf as CometBFT's encoder does: fields in the order of their numbers, zero values
/// left out, messages that it cannot leave out always there.
final class ProtoWriter {
  private static final int FIXED64 = 1;
  private static final int MORE = 0x80;

  private final ByteWriter out = new ByteWriter();

  /// A number of any integer type; left out if zero.
  ProtoWriter varint(int field, long value) {
    if (value != 0) {
      tag(field, ProtoReader.VARINT);
      rawVarint(value);
    }
    return this;
  }

  /// Eight bytes, little-endian; left out if zero.
  ProtoWriter fixed64(int field, long value) {
    if (value != 0) {
      tag(field, FIXED64);
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        out.u8((int) (value >>> shift) & 0xff);
      }
    }
    return this;
  }

  /// Bytes or a text; left out if empty.
  ProtoWriter bytes(int field, Bytes value) {
    return value.isEmpty() ? this : message(field, value);
  }

  /// A message inside this one, there even if empty.
  ProtoWriter message(int field, Bytes value) {
    tag(field, ProtoReader.DELIMITED);
    rawVarint(value.size());
    out.bytes(value);
    return this;
  }

  Bytes toBytes() {
    return out.toBytes();
  }

  /// The message after its length, as CometBFT signs it.
  Bytes toDelimited() {
    ProtoWriter length = new ProtoWriter();
    length.rawVarint(out.size());
    return Bytes.concat(length.toBytes(), out.toBytes());
  }

  private void tag(int field, int wireType) {
    rawVarint((field << 3) | wireType);
  }

  private void rawVarint(long value) {
    long rest = value;
    while ((rest & -MORE) != 0) {
      out.u8(((int) rest & 0x7f) | MORE);
      rest >>>= 7;
    }
    out.u8((int) rest);
  }
}
