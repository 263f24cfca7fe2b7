package weft.chain.ordering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import weft.ledger.execution.LaneUnit;

/// Highest tip per byte first, among the units that may come next.
///
/// A unit may come next once all earlier units of its account and channel are placed: the channels
/// are queues, and the best of their heads is taken again and again. Takes `O(n log n)`.
record TipPerByte() implements LaneOrder {
  private static final int NONE = -1;

  @Override
  public List<LaneUnit> order(List<LaneUnit> inBlockOrder) {
    int count = inBlockOrder.size();
    List<TipRate> rates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rates.add(TipRate.of(inBlockOrder.get(i), i));
    }
    int[] next = new int[count];
    PriorityQueue<TipRate> heads = new PriorityQueue<>(Math.max(1, count));
    for (int first : link(inBlockOrder, next)) {
      heads.add(rates.get(first));
    }
    List<LaneUnit> ordered = new ArrayList<>(count);
    for (TipRate best = heads.poll(); best != null; best = heads.poll()) {
      ordered.add(inBlockOrder.get(best.position()));
      int follower = next[best.position()];
      if (follower != NONE) {
        heads.add(rates.get(follower));
      }
    }
    return ordered;
  }

  /// Finds each unit's follower in its channel, and the units without a predecessor.
  private static List<Integer> link(List<LaneUnit> units, int[] next) {
    Arrays.fill(next, NONE);
    Map<Channel, Integer> newest = new LinkedHashMap<>();
    List<Integer> firsts = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      Integer before = newest.put(Channel.of(units.get(i).transaction()), i);
      if (before == null) {
        firsts.add(i);
      } else {
        next[before] = i;
      }
    }
    return firsts;
  }
}
