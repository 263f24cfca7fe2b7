package weft.ledger.state;

import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;

/// A registered module, without its bytes.
///
/// @param isSharing whether it shares what packages pay
/// @param isSelection whether it selects winners
/// @param bytes how long it is
/// @param height of the block that registered it
public record ModuleRecord(
    boolean isSharing, boolean isSelection, int bytes, Address registrant, long height) {
  private static final int SHARING = 1;
  private static final int SELECTION = 2;

  public Bytes encode() {
    return new ByteWriter()
        .u8((isSharing ? SHARING : 0) + (isSelection ? SELECTION : 0))
        .u32(bytes)
        .address(registrant)
        .u64(height)
        .toBytes();
  }

  public static ModuleRecord decode(Bytes encoded) {
    ByteReader in = new ByteReader(encoded);
    int functions = in.u8("functions");
    if (functions < 1 || functions > SHARING + SELECTION) {
      throw new MalformedException("functions", "are 1 to 3, got " + functions);
    }
    ModuleRecord record =
        new ModuleRecord(
            (functions & SHARING) != 0,
            (functions & SELECTION) != 0,
            (int) in.u32("bytes"),
            in.address("registrant"),
            in.u64("height"));
    in.expectEnd();
    return record;
  }
}
