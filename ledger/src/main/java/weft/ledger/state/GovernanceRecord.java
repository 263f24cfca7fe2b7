package weft.ledger.state;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;

/// Who may change parameters, and how many of them must agree. No keys: nobody may.
public record GovernanceRecord(int threshold, List<Address> keys) {
  public GovernanceRecord {
    keys = List.copyOf(keys);
  }

  public Bytes encode() {
    ByteWriter writer = new ByteWriter().u16(threshold).u16(keys.size());
    keys.forEach(writer::address);
    return writer.toBytes();
  }

  public static GovernanceRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    int threshold = reader.u16("threshold");
    int count = reader.u16("count");
    List<Address> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(reader.address("key"));
    }
    reader.expectEnd();
    return new GovernanceRecord(threshold, keys);
  }
}
