package weft.ledger.state;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;

/// Which governance keys approved a parameter change, in the order of their approvals.
///
/// @param isScheduled whether enough did, so that the change will happen
public record ApprovalRecord(boolean isScheduled, List<Address> keys) {
  public ApprovalRecord {
    keys = List.copyOf(keys);
  }

  public Bytes encode() {
    ByteWriter writer = new ByteWriter().u8(isScheduled ? 1 : 0).u16(keys.size());
    keys.forEach(writer::address);
    return writer.toBytes();
  }

  public static ApprovalRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    boolean isScheduled = reader.u8("isScheduled") == 1;
    int count = reader.u16("count");
    List<Address> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(reader.address("key"));
    }
    reader.expectEnd();
    return new ApprovalRecord(isScheduled, keys);
  }
}
