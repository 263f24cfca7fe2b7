package weft.protocol.transaction;

import java.util.Arrays;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;

/// Writes protobuf messages from their last field to their first, so that the length of a message
/// is known when its head is written and a payload is copied once. Leaves default values out, as
/// [StrictReader] demands.
final class ReverseWriter {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int MAX_VARINT_BYTES = 10;

  private byte[] buffer;

  /// Where the bytes written so far begin.
  private int start;

  ReverseWriter(int capacity) {
    buffer = new byte[Math.max(capacity, MAX_VARINT_BYTES)];
    start = buffer.length;
  }

  /// The number of bytes written; the mark at which a message ends.
  int size() {
    return buffer.length - start;
  }

  void u64(int field, long value) {
    if (value != 0) {
      varint(value);
      tag(field, VARINT);
    }
  }

  void bytes(int field, Bytes value) {
    if (!value.isEmpty()) {
      element(field, value);
    }
  }

  /// A byte string of a repeated field, written even if empty.
  void element(int field, Bytes value) {
    reserve(value.size());
    start -= value.size();
    value.copyTo(buffer, start);
    varint(value.size());
    tag(field, LENGTH_DELIMITED);
  }

  void text(int field, String value) {
    bytes(field, Bytes.utf8(value));
  }

  void address(int field, Address value) {
    element(field, value.bytes());
  }

  /// A `Uint128`, left out if zero.
  void amount(int field, Amount value) {
    if (!value.isZero()) {
      element(field, value);
    }
  }

  /// A `Uint128` of a repeated field, written even if zero.
  void element(int field, Amount value) {
    int mark = size();
    Bytes bigEndian = value.toBytes();
    u64(2, Amounts.low(bigEndian));
    u64(1, Amounts.high(bigEndian));
    message(field, mark);
  }

  /// Writes the head of the message whose content was written since the mark.
  void message(int field, int mark) {
    varint(size() - mark);
    tag(field, LENGTH_DELIMITED);
  }

  Bytes toBytes() {
    return Bytes.wrap(Arrays.copyOfRange(buffer, start, buffer.length));
  }

  private void tag(int field, int wireType) {
    varint(((long) field << 3) | wireType);
  }

  private void varint(long value) {
    int length = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    reserve(length);
    start -= length;
    long rest = value;
    for (int i = 0; i < length; i++) {
      boolean isLast = i == length - 1;
      buffer[start + i] = (byte) (isLast ? rest & 0x7f : (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
  }

  private void reserve(int length) {
    if (length <= start) {
      return;
    }
    int written = size();
    byte[] larger = new byte[Math.max(Math.addExact(written, length), 2 * buffer.length)];
    System.arraycopy(buffer, start, larger, larger.length - written, written);
    start = larger.length - written;
    buffer = larger;
  }
}
