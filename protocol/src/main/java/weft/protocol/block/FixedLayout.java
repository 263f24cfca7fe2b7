package weft.protocol.block;

import weft.primitives.ByteReader;
import weft.primitives.MalformedException;

/// What the fixed layouts of blocks and lanes check alike.
public final class FixedLayout {
  private FixedLayout() {}

  /// Reads the version byte that a layout begins with.
  ///
  /// @throws MalformedException if it is another version
  public static void expectVersion(ByteReader reader, String field, int version) {
    int found = reader.u8(field);
    if (found != version) {
      throw new MalformedException(field, "must be " + version + ", got " + found);
    }
  }

  /// Reads the version byte of a layout that has several versions, from 1 on.
  ///
  /// @throws MalformedException if it is a version above the newest, or 0
  public static int version(ByteReader reader, String field, int newest) {
    int found = reader.u8(field);
    if (found < 1 || found > newest) {
      throw new MalformedException(field, "must be 1 to " + newest + ", got " + found);
    }
    return found;
  }

  /// Reads eight bytes that hold at least 1.
  ///
  /// @throws MalformedException if they hold 0 or exceed 2^63-1
  public static long positive(ByteReader reader, String field) {
    long value = reader.u64(field);
    if (value == 0) {
      throw new MalformedException(field, "must be at least 1");
    }
    return value;
  }

  /// Reads four bytes that hold a count.
  ///
  /// @throws MalformedException if they exceed 2^31-1
  public static int count(ByteReader reader, String field) {
    long value = reader.u32(field);
    if (value > Integer.MAX_VALUE) {
      throw new MalformedException(field, "exceeds 2^31-1, got " + value);
    }
    return (int) value;
  }
}
