package weft.rollup.lane;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import weft.primitives.Bytes;
import weft.protocol.block.BlockAnchor;
import weft.protocol.lane.ProvenLaneBlock;
import weft.protocol.refusal.Checked;
import weft.protocol.state.StateProof;
import weft.protocol.transaction.RollupId;
import weft.rollup.client.ClaimedChange;
import weft.rollup.client.LaneHeaders;
import weft.rollup.client.LaneRange;
import weft.rollup.client.LaneSource;
import weft.rollup.client.Subscription;

/// Several nodes as one: reads from one of them until its reader asks for another, because it is
/// away or behind, and then from the next.
public final class FailoverLanes implements LaneSource {
  private final List<LaneSource> nodes;
  private final AtomicInteger turn = new AtomicInteger();

  private FailoverLanes(List<LaneSource> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /// @param nodes at least one, the first to read from first
  public static FailoverLanes of(List<? extends LaneSource> nodes) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a follower needs at least one node");
    }
    return new FailoverLanes(List.copyOf(nodes));
  }

  @Override
  public Checked<LaneRange> range(
      RollupId rollup, long fromLaneHeight, int maxCount, long maxBytes) {
    return node().range(rollup, fromLaneHeight, maxCount, maxBytes);
  }

  @Override
  public Checked<LaneHeaders> headers(RollupId rollup, long fromLaneHeight, int maxCount) {
    return node().headers(rollup, fromLaneHeight, maxCount);
  }

  @Override
  public Checked<StateProof> state(Bytes key) {
    return node().state(key);
  }

  @Override
  public Subscription<ProvenLaneBlock> follow(RollupId rollup, long fromLaneHeight) {
    return node().follow(rollup, fromLaneHeight);
  }

  @Override
  public Checked<List<ClaimedChange>> validatorChanges(long fromHeight) {
    return node().validatorChanges(fromHeight);
  }

  @Override
  public Checked<BlockAnchor> newestAnchor() {
    return node().newestAnchor();
  }

  @Override
  public void switchNode() {
    turn.incrementAndGet();
  }

  private LaneSource node() {
    return nodes.get(Math.floorMod(turn.get(), nodes.size()));
  }
}
