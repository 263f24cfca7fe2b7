package weft.node.mempool;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.protocol.transaction.RollupId;

/// How many transactions of each lane are offered to a block, so that a long queue for a lane that
/// is full does not hide the other lanes' transactions behind it.
///
/// A lane that the last block did not take everything of is offered [#HEADROOM] more than twice
/// what the block took; any other lane without limit. The limit needs no knowledge of why a lane is
/// full: bytes, gas, or the whole block.
final class LaneShares {
  static final int HEADROOM = 256;

  private final Map<RollupId, Integer> limits = new HashMap<>();
  private final Map<RollupId, Integer> offered = new HashMap<>();

  /// Forgets what was offered: a new round begins.
  void beginRound() {
    offered.clear();
  }

  /// Whether each of these lanes has something left of its share.
  boolean allow(List<RollupId> lanes) {
    for (RollupId lane : lanes) {
      @Nullable Integer limit = limits.get(lane);
      if (limit != null && offered.getOrDefault(lane, 0) >= limit) {
        return false;
      }
    }
    return true;
  }

  void offered(List<RollupId> lanes) {
    lanes.forEach(lane -> offered.merge(lane, 1, Integer::sum));
  }

  /// Learns from a block.
  ///
  /// @param taken lanes of the block's transactions, one list each
  void learn(List<List<RollupId>> taken) {
    Map<RollupId, Integer> counts = new HashMap<>();
    taken.forEach(lanes -> lanes.forEach(lane -> counts.merge(lane, 1, Integer::sum)));
    offered.forEach(
        (lane, count) -> {
          int included = counts.getOrDefault(lane, 0);
          if (included < count) {
            limits.put(lane, 2 * included + HEADROOM);
          } else {
            limits.remove(lane);
          }
        });
    offered.clear();
  }
}
