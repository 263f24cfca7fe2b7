package weft.protocol.lane;

import java.util.Optional;
import weft.primitives.ByteReader;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.transaction.RollupId;

/// The newest lane block of a rollup, as the state has it under the key `lan/` and the name: see
/// docs/protocol/state.md.
///
/// @param laneHeight from 1 on
public record LaneTip(long laneHeight, Hash32 laneHash) {

  /// The key in the state.
  public static Bytes key(RollupId rollup) {
    return Bytes.concat(Bytes.utf8("lan/"), Bytes.utf8(rollup.name()));
  }

  /// Reads the value of that key; empty where the lane has not begun. Fees, which come behind, are
  /// passed over.
  ///
  /// @throws MalformedException if the value is too short
  public static Optional<LaneTip> read(Bytes value) {
    ByteReader reader = new ByteReader(value);
    long laneHeight = reader.u64("lane.lane_height");
    Hash32 laneHash = reader.hash("lane.lane_hash");
    return laneHeight == 0 ? Optional.empty() : Optional.of(new LaneTip(laneHeight, laneHash));
  }
}
