package weft.node.mempool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who would leave so that a transaction of some size fits: the weakest of a full room first,
/// whatever it is worth. One walk may free several rooms.
///
/// The weakest transaction is the one that waits for a missing sequence, then the one with the
/// lowest tip per byte, then the latest. Where it has successors in its channel, these leave first,
/// from the last on: a block could not take them without it, so they are worth no more, and no gap
/// is made.
final class EvictionWalk {
  /// Most transactions that leave for one.
  static final int MAX_EVICTED = 1_024;

  private final PoolIndex index;
  private final int size;
  private final List<PoolEntry> evicted = new ArrayList<>();
  private final Set<PoolEntry> leaving = new HashSet<>();
  private final Map<ChannelQueue, Long> keptBelow = new HashMap<>();
  private @Nullable PoolEntry strongest;

  /// @param replaced leaves in any case
  /// @param size envelope bytes that have to fit
  EvictionWalk(PoolIndex index, @Nullable PoolEntry replaced, int size) {
    this.index = index;
    this.size = size;
    if (replaced != null) {
      leaving.add(replaced);
    }
  }

  /// Goes on until the transaction fits into a room.
  ///
  /// @return false if it does not, although as many left as may
  boolean free(RoomLimit limit) {
    int countOver = limit.room().count() + 1 - limit.maxCount();
    long bytesOver = limit.room().bytes() + size - limit.maxBytes();
    for (PoolEntry gone : leaving) {
      if (limit.holds(gone)) {
        countOver--;
        bytesOver -= gone.size();
      }
    }
    for (PoolEntry weakest : limit.room().weakestFirst()) {
      while ((countOver > 0 || bytesOver > 0) && !leaving.contains(weakest)) {
        if (evicted.size() == MAX_EVICTED) {
          return false;
        }
        note(weakest);
        PoolEntry last = takeLast(index.channelOf(weakest));
        if (limit.holds(last)) {
          countOver--;
          bytesOver -= last.size();
        }
      }
      if (countOver <= 0 && bytesOver <= 0) {
        return true;
      }
    }
    return countOver <= 0 && bytesOver <= 0;
  }

  /// Who leaves, beside the replaced one.
  List<PoolEntry> evicted() {
    return List.copyOf(evicted);
  }

  /// The strongest one that had to be weaker than the newcomer, in whichever room; null if nobody
  /// has to leave.
  @Nullable PoolEntry strongest() {
    return strongest;
  }

  private void note(PoolEntry weakest) {
    if (strongest == null || PoolEntry.WEAKEST_FIRST.compare(strongest, weakest) < 0) {
      strongest = weakest;
    }
  }

  /// Marks the last transaction of a channel that is not marked yet.
  private PoolEntry takeLast(ChannelQueue channel) {
    @Nullable PoolEntry last =
        keptBelow.containsKey(channel) ? channel.before(keptBelow.get(channel)) : channel.last();
    if (last == null) {
      throw new IllegalStateException("a channel with a weakest transaction has a last one");
    }
    keptBelow.put(channel, last.sequence());
    if (leaving.add(last)) {
      evicted.add(last);
      return last;
    }
    return takeLast(channel);
  }
}
