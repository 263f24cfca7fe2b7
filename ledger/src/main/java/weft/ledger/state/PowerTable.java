package weft.ledger.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import weft.primitives.Address;
import weft.primitives.BlsPublicKey;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.protocol.validator.Validator;

/// What each validator of a set weighs: the same bytes and order as `ValidatorSet`, without its
/// costly look at the BLS keys, so that every block can afford it.
public final class PowerTable {
  private static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::power).reversed().thenComparing(Entry::consensusAddress);

  private final List<Entry> entries;
  private final long totalPower;

  private PowerTable(List<Entry> ordered) {
    entries = List.copyOf(ordered);
    long sum = 0;
    for (Entry entry : entries) {
      sum = Math.addExact(sum, entry.power());
    }
    totalPower = sum;
  }

  /// A validator of the set.
  ///
  /// @param blsKey 48 bytes
  public record Entry(
      Address consensusAddress, Ed25519PublicKey consensusKey, Bytes blsKey, long power) {}

  /// The table of these validators, in whatever order they come.
  public static PowerTable of(List<Entry> entries) {
    return new PowerTable(entries.stream().sorted(ORDER).toList());
  }

  /// Reads a set that the state holds.
  public static PowerTable read(Bytes encodedSet) {
    ByteReader reader = new ByteReader(encodedSet);
    List<Entry> entries = new ArrayList<>();
    for (int left = reader.u16("validators.count"); left > 0; left--) {
      Ed25519PublicKey key =
          Ed25519PublicKey.of(reader.bytes("consensusKey", Ed25519PublicKey.SIZE));
      Bytes blsKey = reader.bytes("blsKey", BlsPublicKey.SIZE);
      entries.add(new Entry(key.consensusAddress(), key, blsKey, reader.u64("power")));
    }
    reader.expectEnd();
    return new PowerTable(entries);
  }

  /// The bytes of the set.
  public Bytes encode() {
    ByteWriter writer = new ByteWriter(2 + entries.size() * Validator.SIZE).u16(entries.size());
    for (Entry entry : entries) {
      writer.bytes(entry.consensusKey().bytes()).bytes(entry.blsKey()).u64(entry.power());
    }
    return writer.toBytes();
  }

  /// In the set's order.
  public List<Entry> entries() {
    return entries;
  }

  public long totalPower() {
    return totalPower;
  }

  /// The power of a validator; 0 if it is not in the set.
  public long powerOf(Address consensusAddress) {
    for (Entry entry : entries) {
      if (entry.consensusAddress().equals(consensusAddress)) {
        return entry.power();
      }
    }
    return 0;
  }
}
