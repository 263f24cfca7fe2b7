package weft.storage;

import java.util.function.Function;
import weft.primitives.ByteReader;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;

/// Reads a stored record: a version byte, then the fields. A record that cannot be read is a fault,
/// since the database has checked its checksum: the store was written by another program.
final class RecordReader {
  /// Every record starts with it. A record's layout changes together with this number, and
  /// [StoreSchema] says which stores can be opened.
  static final int VERSION = 2;

  private RecordReader() {}

  static <T> T read(String what, Bytes record, Function<ByteReader, T> fields) {
    return read(what, record, VERSION, fields);
  }

  static <T> T read(
      String what, Bytes record, int expectedVersion, Function<ByteReader, T> fields) {
    try {
      ByteReader reader = new ByteReader(record);
      int version = reader.u8("version");
      if (version != expectedVersion) {
        throw new MalformedException("version", "must be " + expectedVersion + ", got " + version);
      }
      T value = fields.apply(reader);
      reader.expectEnd();
      return value;
    } catch (MalformedException | IllegalArgumentException e) {
      throw new StoreException(
          "A stored " + what + " cannot be read: " + e.getMessage() + ".", StoreAdvice.RESTORE, e);
    }
  }
}
