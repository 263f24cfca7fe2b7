package weft.chain.block;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import weft.ledger.market.BlockBid;
import weft.primitives.Hash32;
import weft.protocol.transaction.RollupId;

/// Which bids have a place where there are few: the best one for each rollup, then the second best
/// for each, and so on.
///
/// Amounts of different assets cannot be compared, and who owns a rollup can bid any amount on it,
/// since it is paid to itself. So the greatest amounts alone would leave the places to whoever
/// wants others to have none.
public final class BidTurns {
  private BidTurns() {}

  /// The bids that get a place, in their turn.
  ///
  /// @param bid each one's terms
  /// @param max places
  public static <B> List<B> of(Collection<B> bids, Function<B, BlockBid> bid, int max) {
    Comparator<B> bestFirst =
        Comparator.comparing((B one) -> bid.apply(one).terms().amount())
            .reversed()
            .thenComparing(one -> bid.apply(one).hash());
    SortedMap<RollupId, Deque<B>> waiting = new TreeMap<>();
    for (B one : bids.stream().sorted(bestFirst).toList()) {
      for (RollupId rollup : bid.apply(one).terms().rollups()) {
        waiting.computeIfAbsent(rollup, _ -> new ArrayDeque<>()).add(one);
      }
    }
    List<B> placed = new ArrayList<>();
    SortedSet<Hash32> seen = new TreeSet<>();
    while (placed.size() < max && !waiting.isEmpty()) {
      for (Deque<B> line : waiting.values()) {
        while (!line.isEmpty() && seen.contains(bid.apply(line.peek()).hash())) {
          line.remove();
        }
        if (!line.isEmpty() && placed.size() < max) {
          B next = line.remove();
          seen.add(bid.apply(next).hash());
          placed.add(next);
        }
      }
      waiting.values().removeIf(Deque::isEmpty);
    }
    return placed;
  }
}
