package weft.rollup.client;

import weft.protocol.lane.LaneAbsenceProof;
import weft.protocol.lane.ProvenLaneBlock;

/// A rollup's lane block in one block, or the proof that there is none; unverified.
public sealed interface LaneAtHeight {

  record Present(ProvenLaneBlock laneBlock) implements LaneAtHeight {}

  record Absent(LaneAbsenceProof proof) implements LaneAtHeight {}
}
