package weft.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.lane.LaneEntry;
import weft.protocol.transaction.Payload;

/// Seeded lane entries.
public final class LaneData {
  private LaneData() {}

  /// Some entries of random bytes.
  public static List<LaneEntry> entries(SplittableRandom random, int count, int bytes) {
    List<LaneEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] data = new byte[bytes];
      random.nextBytes(data);
      entries.add(entry(Bytes.wrap(data), random));
    }
    return entries;
  }

  /// An entry with this data.
  public static LaneEntry entry(Bytes data, SplittableRandom random) {
    byte[] hash = new byte[Hash32.SIZE];
    random.nextBytes(hash);
    return new LaneEntry(Hash32.wrap(hash), Address.ZERO, 0, 0, Hash32.ZERO, Payload.of(data));
  }
}
