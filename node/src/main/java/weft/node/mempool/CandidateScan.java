package weft.node.mempool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One walk over the candidates of a block, a few at a time, so that the pool is free in between:
/// the best of the listed heads and of the successors of what was taken already.
///
/// What enters the pool during the walk is met if its place in the order is still to come. What
/// leaves is not.
final class CandidateScan {
  private final CandidateOrder order;
  private final Function<PoolEntry, ChannelQueue> channelOf;
  private final LaneShares shares;
  private final long round;
  private final long height;
  private final PriorityQueue<PoolEntry> successors = new PriorityQueue<>(PoolEntry.BEST_FIRST);
  private @Nullable PoolEntry lastHead;

  /// @param height of the block that is built
  CandidateScan(
      CandidateOrder order,
      Function<PoolEntry, ChannelQueue> channelOf,
      LaneShares shares,
      long round,
      long height) {
    this.order = order;
    this.channelOf = channelOf;
    this.shares = shares;
    this.round = round;
    this.height = height;
  }

  /// The next candidates, up to `limit`; fewer only at the end of the walk.
  List<PoolEntry> take(int limit) {
    List<PoolEntry> into = new ArrayList<>(limit);
    Iterator<PoolEntry> heads = order.after(lastHead);
    @Nullable PoolEntry head = heads.hasNext() ? heads.next() : null;
    while (into.size() < limit) {
      @Nullable PoolEntry successor = successors.peek();
      boolean headIsBest =
          head != null && (successor == null || PoolEntry.BEST_FIRST.compare(head, successor) < 0);
      @Nullable PoolEntry best = headIsBest ? head : successors.poll();
      if (best == null) {
        break;
      }
      if (headIsBest) {
        lastHead = head;
        head = heads.hasNext() ? heads.next() : null;
      }
      if (mayBeOffered(best) && shares.allow(best.lanes())) {
        offer(best, into);
      }
    }
    return into;
  }

  private boolean mayBeOffered(PoolEntry entry) {
    return entry.outcome == null
        && entry.offeredFrom <= height
        && entry.body().lastHeight() >= height;
  }

  private void offer(PoolEntry entry, List<PoolEntry> into) {
    entry.offeredIn = round;
    shares.offered(entry.lanes());
    into.add(entry);
    @Nullable PoolEntry successor = channelOf.apply(entry).successor(entry);
    if (successor != null && successor.isJournalled()) {
      successors.add(successor);
    }
  }
}
