package weft.storage;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Bytes;

/// Writes that take effect together or not at all, in order. Not for use by several threads.
final class Batch {
  private final List<Write> writes = new ArrayList<>();
  private long bytes;

  sealed interface Write {
    Family family();
  }

  record Put(Family family, Bytes key, Bytes value) implements Write {}

  record Delete(Family family, Bytes key) implements Write {}

  /// @param to exclusive
  record DeleteRange(Family family, Bytes from, Bytes to) implements Write {}

  void put(Family family, Bytes key, Bytes value) {
    writes.add(new Put(family, key, value));
    bytes += key.size() + value.size();
  }

  void delete(Family family, Bytes key) {
    writes.add(new Delete(family, key));
    bytes += key.size();
  }

  void deleteRange(Family family, Bytes from, Bytes to) {
    writes.add(new DeleteRange(family, from, to));
    bytes += from.size() + to.size();
  }

  List<Write> writes() {
    return writes;
  }

  /// Bytes of keys and values.
  long bytes() {
    return bytes;
  }
}
