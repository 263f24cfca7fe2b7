package weft.protocol.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Reads one protobuf message in its only accepted encoding: fields in ascending order, each at
/// most once unless repeated, shortest varints, default values left out, nothing unknown.
///
/// A value thus has one encoding, so nobody but the signer can turn a transaction into another with
/// the same meaning. Call the readers in order of field number, then [#end]. A reader answers the
/// default where the next field in the bytes is a later one, and refuses one that is unknown or
/// comes too late. Byte strings are windows on the source.
final class StrictReader {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int MAX_VARINT_BYTES = 10;

  /// The greatest tag of one byte. Field numbers are below 2048, so that no tag has more than two.
  private static final int MAX_SHORT_TAG = 0x7f;

  private final Bytes source;
  private final int lastField;
  private final @Nullable StrictReader parent;
  private final String name;
  private final int index;
  private int at;

  /// A reader of a message that is in no other.
  ///
  /// @param name the message's name for refusals
  /// @param lastField the highest field number that the message knows
  StrictReader(Bytes source, String name, int lastField) {
    this(source, lastField, null, name, -1);
  }

  private StrictReader(
      Bytes source, int lastField, @Nullable StrictReader parent, String name, int index) {
    this.source = source;
    this.lastField = lastField;
    this.parent = parent;
    this.name = name;
    this.index = index;
  }

  /// An unsigned number up to 2^63-1.
  long u64(int field, String fieldName) {
    long value = unsigned64(field, fieldName);
    if (value < 0) {
      throw invalid(fieldName, "at most 2^63-1", Long.toUnsignedString(value));
    }
    return value;
  }

  /// All 64 bits of an unsigned number.
  long unsigned64(int field, String fieldName) {
    if (!take(field, VARINT)) {
      return 0;
    }
    long value = varint(fieldName);
    if (value == 0) {
      throw malformed(fieldName, "a default value must be left out");
    }
    return value;
  }

  /// A byte string; empty where the field is missing.
  Bytes bytes(int field, String fieldName) {
    if (!take(field, LENGTH_DELIMITED)) {
      return Bytes.EMPTY;
    }
    Bytes value = delimited(fieldName);
    if (value.isEmpty()) {
      throw malformed(fieldName, "a default value must be left out");
    }
    return value;
  }

  /// An address that is not zero.
  Address address(int field, String fieldName) {
    return toAddress(bytes(field, fieldName), fieldName);
  }

  /// An address that is not zero, or nothing.
  Optional<Address> optionalAddress(int field, String fieldName) {
    Bytes value = bytes(field, fieldName);
    return value.isEmpty() ? Optional.empty() : Optional.of(toAddress(value, fieldName));
  }

  /// Text in printable ASCII (space to `~`), so that it cannot imitate other lines of what a wallet
  /// shows.
  String printable(int field, String fieldName, int maxLength) {
    Bytes value = bytes(field, fieldName);
    if (value.size() > maxLength) {
      throw invalid(fieldName, maxLength + " characters", value.size() + " bytes");
    }
    for (int i = 0; i < value.size(); i++) {
      if (value.get(i) < ' ' || value.get(i) > '~') {
        throw invalid(fieldName, "printable ASCII", "another character");
      }
    }
    return value.toUtf8();
  }

  /// Byte strings of a repeated field.
  List<Bytes> repeatedBytes(int field, String fieldName, int maxCount) {
    List<Bytes> values = new ArrayList<>();
    while (take(field, LENGTH_DELIMITED)) {
      if (values.size() == maxCount) {
        throw invalid(fieldName, maxCount + " entries", "more");
      }
      values.add(delimited(fieldName));
    }
    return values;
  }

  /// A message inside this one, or null where the field is missing.
  ///
  /// @param lastFieldInside the highest field number that the message inside knows
  @Nullable StrictReader message(int field, String fieldName, int lastFieldInside) {
    return element(field, fieldName, -1, lastFieldInside);
  }

  /// The next message of a repeated field, or null after the last.
  @Nullable StrictReader element(
      int field, String fieldName, int elementIndex, int lastFieldInside) {
    return take(field, LENGTH_DELIMITED)
        ? new StrictReader(delimited(fieldName), lastFieldInside, this, fieldName, elementIndex)
        : null;
  }

  /// The field number of what comes next; 0 at the end.
  int nextField() {
    if (at == source.size()) {
      return 0;
    }
    int before = at;
    long tag = varint("tag");
    at = before;
    long field = tag >>> 3;
    if (field == 0 || field >= 1 << 29) {
      throw malformed("", "no such field number: " + Long.toUnsignedString(field));
    }
    return (int) field;
  }

  /// Makes sure that everything was read.
  void end() {
    if (at < source.size()) {
      expectAfter(lastField);
    }
  }

  RefusedException malformed(String fieldName, String reason) {
    String path = path(fieldName);
    return new RefusedException(
        Refusal.of(RefusalCode.MALFORMED, path, "", path + ": not canonical protobuf: " + reason));
  }

  RefusedException invalid(String fieldName, String limit, String got) {
    return refused(RefusalCode.INVALID_FIELD, fieldName, limit, got);
  }

  RefusedException refused(RefusalCode code, String fieldName, String limit, String got) {
    String path = path(fieldName);
    return new RefusedException(
        Refusal.of(code, path, limit, path + ": expected " + limit + ", got " + got));
  }

  /// Where a field is, such as `body.actions[0].submit.rollup`.
  String path(String fieldName) {
    StringBuilder path = new StringBuilder();
    if (parent != null) {
      path.append(parent.path("")).append('.');
    }
    path.append(name);
    if (index >= 0) {
      path.append('[').append(index).append(']');
    }
    return fieldName.isEmpty() ? path.toString() : path.append('.').append(fieldName).toString();
  }

  private boolean take(int field, int wireType) {
    if (at == source.size()) {
      return false;
    }
    int length = lengthOfNext((field << 3) | wireType);
    if (length > 0) {
      at += length;
      return true;
    }
    expectAfter(field);
    return false;
  }

  /// The length of a tag in bytes if it comes next; 0 if another one does.
  private int lengthOfNext(int tag) {
    if (tag <= MAX_SHORT_TAG) {
      return source.get(at) == (byte) tag ? 1 : 0;
    }
    boolean isNext =
        at + 1 < source.size()
            && source.get(at) == (byte) (tag | ~MAX_SHORT_TAG)
            && source.get(at + 1) == (byte) (tag >>> 7);
    return isNext ? 2 : 0;
  }

  /// Makes sure that the next field is a known one that comes after a field.
  private void expectAfter(int field) {
    int next = nextField();
    if (next > lastField) {
      String message = path("") + " has no field " + next;
      throw new RefusedException(
          Refusal.of(RefusalCode.UNKNOWN_FIELD, path("") + ", field " + next, "", message));
    }
    if (next <= field) {
      throw malformed("", "field " + next + " is repeated, out of order or of another type");
    }
  }

  private Bytes delimited(String fieldName) {
    long length = varint(fieldName);
    if (length < 0 || length > source.size() - at) {
      throw malformed(fieldName, "the bytes end early");
    }
    Bytes value = source.slice(at, (int) length);
    at += (int) length;
    return value;
  }

  private long varint(String fieldName) {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      if (at == source.size()) {
        throw malformed(fieldName, "the bytes end early");
      }
      int b = source.get(at++);
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        if ((i > 0 && b == 0) || (i == MAX_VARINT_BYTES - 1 && b > 1)) {
          throw malformed(fieldName, "a number is longer than needed");
        }
        return value;
      }
    }
    throw malformed(fieldName, "a number is longer than 64 bits");
  }

  /// Takes 20 bytes that are not all zero.
  Address toAddress(Bytes value, String fieldName) {
    if (value.size() != Address.SIZE) {
      throw invalid(fieldName, "20 bytes", value.size() + " bytes");
    }
    Address address = Address.of(value);
    if (address.equals(Address.ZERO)) {
      throw invalid(fieldName, "an address other than zero", "the zero address");
    }
    return address;
  }
}
