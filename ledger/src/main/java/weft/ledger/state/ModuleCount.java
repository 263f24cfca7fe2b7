package weft.ledger.state;

import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;

/// How many modules are registered.
///
/// @param total all of them
/// @param newest height of the newest one; 0 if there is none
/// @param atNewest how many were registered at that height
public record ModuleCount(long total, long newest, long atNewest) {
  public static final ModuleCount NONE = new ModuleCount(0, 0, 0);

  /// How many were registered at a height, which is not below the newest.
  public long at(long height) {
    return newest == height ? atNewest : 0;
  }

  /// With one more at a height.
  public ModuleCount plusOneAt(long height) {
    return new ModuleCount(total + 1, height, at(height) + 1);
  }

  public Bytes encode() {
    return new ByteWriter(3 * Long.BYTES).u64(total).u64(newest).u64(atNewest).toBytes();
  }

  public static ModuleCount decode(Bytes encoded) {
    ByteReader in = new ByteReader(encoded);
    ModuleCount count = new ModuleCount(in.u64("total"), in.u64("newest"), in.u64("atNewest"));
    in.expectEnd();
    return count;
  }
}
