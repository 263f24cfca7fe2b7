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
/// A lane block whose block is not attested yet comes with the next block, whether that brings the
/// attestation or shows that it never comes.
final class LaneHistory implements History<ProvenLaneBlock> {
  private final NodeStore store;
  private final RollupId rollup;
  private final int maxCount;
  private final long maxBytes;
  private volatile boolean awaitsNextBlock;

  /// @param maxCount most lane blocks of one read
  /// @param maxBytes payload bytes after which one read ends
  LaneHistory(NodeStore store, RollupId rollup, int maxCount, long maxBytes) {
    this.store = store;
    this.rollup = rollup;
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
  }

  @Override
  public List<ProvenLaneBlock> from(long cursor) {
    List<ProvenLaneBlock> found = store.laneBlocks(rollup, cursor, maxCount, maxBytes);
    awaitsNextBlock = found.isEmpty() && store.laneRange(rollup).latest() >= cursor;
    return found;
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
    return awaitsNextBlock
        || block.parentSeal().isPresent()
        || block.lanes().stream().anyMatch(lane -> lane.rollup().equals(rollup));
  }
}
