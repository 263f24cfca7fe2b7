package weft.node.mempool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.RollupId;

/// Finds room for one newcomer: first in each of its lanes that is full, among that lane only, then
/// in the whole pool.
///
/// The weakest transaction is the one that waits for a missing sequence, then the one with the
/// lowest tip per byte, then the latest. Where it has successors in its channel, these leave first,
/// from the last on: a block could not take them without it, so they are worth no more, and no gap
/// is made. The newcomer itself is worth no more than the transactions before it in its channel.
final class EvictionPlan {
  /// Most transactions that leave for one newcomer.
  static final int MAX_EVICTED = 1_024;

  private final MempoolSettings settings;
  private final PoolIndex index;
  private final Refusals refusals;
  private final Newcomer newcomer;
  private final @Nullable PoolEntry replaced;
  private final boolean waiting;
  private final Amount pathBefore;
  private final Amount rate;
  private final List<PoolEntry> evicted = new ArrayList<>();
  private final Set<PoolEntry> leaving = new HashSet<>();
  private final Map<ChannelQueue, Long> keptBelow = new HashMap<>();

  EvictionPlan(
      MempoolSettings settings,
      PoolIndex index,
      Refusals refusals,
      Newcomer newcomer,
      @Nullable ChannelQueue channel,
      @Nullable PoolEntry replaced,
      long underWay) {
    this.settings = settings;
    this.index = index;
    this.refusals = refusals;
    this.newcomer = newcomer;
    this.replaced = replaced;
    long sequence = newcomer.nonce().sequence();
    long ready = channel == null ? newcomer.terms().nextSequence() : channel.readyEnd();
    @Nullable PoolEntry before = channel == null ? null : channel.before(sequence);
    this.waiting = sequence - ready > underWay;
    this.pathBefore = before == null ? Amount.MAX : before.pathRate;
    this.rate = pathBefore.min(newcomer.tipRate());
    if (replaced != null) {
      leaving.add(replaced);
    }
  }

  Checked<Placement> make() {
    for (RollupId rollup : newcomer.lanes()) {
      @Nullable Room lane = index.lane(rollup);
      if (lane != null) {
        @Nullable Refusal refusal = free(laneNeed(lane, rollup));
        if (refusal != null) {
          return Checked.refused(refusal);
        }
      }
    }
    @Nullable Refusal refusal = free(totalNeed());
    return refusal != null
        ? Checked.refused(refusal)
        : Checked.ok(new Placement(replaced, List.copyOf(evicted)));
  }

  /// A room, its limits, and how to say that it is full.
  private record Need(
      Room room,
      Optional<RollupId> lane,
      int maxCount,
      long maxBytes,
      RefusalCode code,
      String field) {
    boolean holds(PoolEntry entry) {
      return lane.isEmpty() || entry.lanes().contains(lane.get());
    }
  }

  private Need laneNeed(Room lane, RollupId rollup) {
    return new Need(
        lane,
        Optional.of(rollup),
        settings.maxLaneTransactions(),
        settings.maxLaneBytes(),
        RefusalCode.LANE_LIMIT,
        "lane " + rollup);
  }

  private Need totalNeed() {
    return new Need(
        index.total,
        Optional.empty(),
        settings.maxTransactions(),
        settings.maxBytes(),
        RefusalCode.MEMPOOL_FULL,
        "mempool");
  }

  /// Marks weaker transactions until the newcomer fits into the room.
  private @Nullable Refusal free(Need need) {
    int countOver = need.room.count() + 1 - need.maxCount;
    long bytesOver = need.room.bytes() + newcomer.size() - need.maxBytes;
    for (PoolEntry gone : leaving) {
      if (need.holds(gone)) {
        countOver--;
        bytesOver -= gone.size();
      }
    }
    if (countOver <= 0 && bytesOver <= 0) {
      return null;
    }
    for (PoolEntry weakest : need.room.weakestFirst()) {
      while (!leaving.contains(weakest)) {
        if (!isWeaker(weakest) || evicted.size() == MAX_EVICTED) {
          return refusal(need, weakest);
        }
        PoolEntry last = takeLast(index.channelOf(weakest));
        if (need.holds(last)) {
          countOver--;
          bytesOver -= last.size();
        }
        if (countOver <= 0 && bytesOver <= 0) {
          return null;
        }
      }
    }
    return refusal(need, null);
  }

  private boolean isWeaker(PoolEntry entry) {
    return entry.waiting == waiting ? entry.tipRate.isLessThan(rate) : entry.waiting;
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

  private Refusal refusal(Need need, @Nullable PoolEntry weakest) {
    String limit = need.maxCount + " transactions, " + need.maxBytes + " bytes";
    Optional<Amount> rateToBeat =
        weakest != null && !waiting && weakest.tipRate.isLessThan(pathBefore)
            ? Optional.of(weakest.tipRate)
            : Optional.empty();
    return refusals.noRoom(need.code, need.field, limit, newcomer, rateToBeat);
  }
}
