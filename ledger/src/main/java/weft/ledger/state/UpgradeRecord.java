package weft.ledger.state;

import java.util.SortedSet;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;

/// The software upgrade that the validators announced last.
///
/// @param activationHeight the first height that only the upgraded software may execute
/// @param hash names the software; what it is taken over is the validators' agreement
public record UpgradeRecord(String name, long activationHeight, Hash32 hash) {
  private static final int MAX_NAME_BYTES = 0xffff;

  /// Whether software that is these upgrades must not execute a height.
  ///
  /// @param known hashes of the upgrades that it is
  public boolean excludes(SortedSet<Hash32> known, long height) {
    return height >= activationHeight && !known.contains(hash);
  }

  public Bytes encode() {
    return new ByteWriter().text(name).u64(activationHeight).hash(hash).toBytes();
  }

  public static UpgradeRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    UpgradeRecord record =
        new UpgradeRecord(
            reader.text("name", MAX_NAME_BYTES),
            reader.u64("activationHeight"),
            reader.hash("hash"));
    reader.expectEnd();
    return record;
  }
}
