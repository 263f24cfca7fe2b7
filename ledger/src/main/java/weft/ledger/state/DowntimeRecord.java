package weft.ledger.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.primitives.Address;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;

/// Who of the validators is missing. All in one entry, so that a block in which everybody voted
/// reads one key and writes none.
///
/// @param missed the counters that are above 0, by consensus address
/// @param jailings of those who were jailed for it, have not come back, and are held against the
///   bound on such jailings still
public record DowntimeRecord(SortedMap<Address, Long> missed, List<Jailing> jailings) {
  public static final DowntimeRecord NONE = new DowntimeRecord(new TreeMap<>(), List.of());

  public DowntimeRecord {
    missed = Collections.unmodifiableSortedMap(new TreeMap<>(missed));
    jailings = List.copyOf(jailings);
  }

  /// @param power what the validator had in the set that it was taken from
  public record Jailing(Address consensusAddress, long height, long power) {}

  /// The record once a validator is back.
  public DowntimeRecord withoutJailing(Address consensusAddress) {
    return new DowntimeRecord(
        missed,
        jailings.stream().filter(one -> !one.consensusAddress.equals(consensusAddress)).toList());
  }

  public boolean isEmpty() {
    return missed.isEmpty() && jailings.isEmpty();
  }

  public Bytes encode() {
    ByteWriter writer = new ByteWriter().u16(missed.size());
    missed.forEach((address, count) -> writer.address(address).u64(count));
    writer.u16(jailings.size());
    jailings.forEach(one -> writer.address(one.consensusAddress).u64(one.height).u64(one.power));
    return writer.toBytes();
  }

  public static DowntimeRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    SortedMap<Address, Long> missed = new TreeMap<>();
    for (int left = reader.u16("missedCount"); left > 0; left--) {
      Address address = reader.address("consensusAddress");
      missed.put(address, reader.u64("missed"));
    }
    List<Jailing> jailings = new ArrayList<>();
    for (int left = reader.u16("jailingCount"); left > 0; left--) {
      jailings.add(
          new Jailing(
              reader.address("consensusAddress"), reader.u64("height"), reader.u64("power")));
    }
    reader.expectEnd();
    return new DowntimeRecord(missed, jailings);
  }
}
