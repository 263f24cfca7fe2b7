package weft.rollup.client;

import java.util.List;
import weft.protocol.lane.ProvenLaneBlock;

/// Lane blocks in order, as a node sent them: nothing is verified yet.
///
/// @param earliest the first lane height that the node still has
/// @param latest the last lane height that the node has; 0 before the first lane block
public record LaneRange(List<ProvenLaneBlock> laneBlocks, long earliest, long latest) {
  public LaneRange {
    laneBlocks = List.copyOf(laneBlocks);
  }
}
