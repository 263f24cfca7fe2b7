package weft.node.api.stream;

import java.util.List;
import java.util.Optional;
import weft.chain.store.CommittedBlock;
import weft.node.api.answer.LaneAnswers;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.RollupId;
import weft.storage.NodeStore;
import weft.storage.NodeStore.LaneRange;

/// The lane blocks of one rollup, by lane height.
///
/// @param maxCount most lane blocks of one read
/// @param maxBytes payload bytes after which one read ends
record LaneHistory(NodeStore store, RollupId rollup, int maxCount, long maxBytes)
    implements History<ProvenLaneBlock> {

  @Override
  public List<ProvenLaneBlock> from(long cursor) {
    return store.laneBlocks(rollup, cursor, maxCount, maxBytes);
  }

  @Override
  public Optional<Refusal> gone(long cursor) {
    LaneRange kept = store.laneRange(rollup);
    return cursor < kept.earliest()
        ? Optional.of(LaneAnswers.notKept(rollup, cursor, kept))
        : Optional.empty();
  }

  @Override
  public boolean grewBy(CommittedBlock block) {
    return block.parentSeal().isPresent()
        || block.lanes().stream().anyMatch(lane -> lane.rollup().equals(rollup));
  }
}
