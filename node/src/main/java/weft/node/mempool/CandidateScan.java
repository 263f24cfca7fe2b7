package weft.node.mempool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.ledger.rules.FullRoom;

/// One walk over the candidates of a block, a few at a time, so that the pool is free in between:
/// the best of the listed heads and of the successors of what was taken already. What is only for
/// packages, and what waits behind it, is not among them.
///
/// What enters the pool during the walk is met if its place in the order is still to come. What
/// leaves is not. What cannot get into the block after what was [#notIncluded] is passed.
final class CandidateScan {
  private final CandidateOrder order;
  private final Function<PoolEntry, ChannelQueue> channelOf;
  private final long height;
  private final PriorityQueue<PoolEntry> successors = new PriorityQueue<>(PoolEntry.BEST_FIRST);
  private final RoomLeft room = new RoomLeft();
  private final Set<ChannelId> closed = new HashSet<>();
  private @Nullable PoolEntry lastHead;
  private boolean ended;

  /// @param height of the block that is built
  CandidateScan(CandidateOrder order, Function<PoolEntry, ChannelQueue> channelOf, long height) {
    this.order = order;
    this.channelOf = channelOf;
    this.height = height;
  }

  /// The next candidates; none does not mean that there are no more, see [#hasEnded].
  ///
  /// @param limit most candidates
  /// @param steps most transactions that are looked at
  List<PoolEntry> take(int limit, int steps) {
    List<PoolEntry> into = new ArrayList<>(limit);
    Iterator<PoolEntry> heads = order.after(lastHead);
    @Nullable PoolEntry head = heads.hasNext() ? heads.next() : null;
    for (int step = 0; step < steps && into.size() < limit; step++) {
      @Nullable PoolEntry successor = successors.peek();
      boolean headIsBest =
          head != null && (successor == null || PoolEntry.BEST_FIRST.compare(head, successor) < 0);
      @Nullable PoolEntry best = headIsBest ? head : successors.poll();
      if (best == null) {
        ended = true;
        break;
      }
      if (headIsBest) {
        lastHead = head;
        head = heads.hasNext() ? heads.next() : null;
      }
      if (mayBeOffered(best) && mayGetIn(best)) {
        offer(best, into);
      }
    }
    return into;
  }

  /// Whether nothing is left to look at.
  boolean hasEnded() {
    return ended;
  }

  /// A candidate is not in the block.
  ///
  /// @param full what had no room for it, if that was the reason
  void notIncluded(PoolEntry entry, Optional<FullRoom> full) {
    closed.add(ChannelId.of(entry));
    full.ifPresent(room::report);
  }

  /// Whether a candidate can get into the block after all that did not.
  boolean mayGetIn(PoolEntry entry) {
    return !closed.contains(ChannelId.of(entry)) && room.isEnoughFor(entry);
  }

  private boolean mayBeOffered(PoolEntry entry) {
    return entry.outcome == null
        && entry.offeredFrom <= height
        && entry.body().lastHeight() >= height;
  }

  private void offer(PoolEntry entry, List<PoolEntry> into) {
    entry.offeredAt = height;
    into.add(entry);
    @Nullable PoolEntry successor = channelOf.apply(entry).successor(entry);
    if (successor != null && successor.listed && !successor.onlyInPackage) {
      successors.add(successor);
    }
  }
}
