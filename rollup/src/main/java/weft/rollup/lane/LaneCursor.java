package weft.rollup.lane;

import java.util.Optional;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;
import weft.protocol.lane.LaneHeader;

/// How far a lane was followed: the header of the last lane block, or nothing yet. It holds all
/// that is needed to go on and to notice a gap or a fork.
///
/// @param last empty: before lane height 1
public record LaneCursor(Optional<LaneHeader> last) {
  private static final LaneCursor START = new LaneCursor(Optional.empty());

  /// Before the first lane block.
  public static LaneCursor start() {
    return START;
  }

  /// After a lane block that was verified, or that is known from a trusted place.
  public static LaneCursor after(LaneHeader header) {
    return new LaneCursor(Optional.of(header));
  }

  /// The lane height that was reached; 0 at the start.
  public long laneHeight() {
    return last.map(LaneHeader::laneHeight).orElse(0L);
  }

  public long nextLaneHeight() {
    return laneHeight() + 1;
  }

  /// The encoded header, or no bytes at the start; [#decode] reads it back.
  public Bytes encode() {
    return last.map(LaneHeader::encode).orElse(Bytes.EMPTY);
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws MalformedException if the bytes are anything else
  public static LaneCursor decode(Bytes bytes) {
    return bytes.isEmpty() ? START : after(LaneHeader.decode(bytes));
  }
}
