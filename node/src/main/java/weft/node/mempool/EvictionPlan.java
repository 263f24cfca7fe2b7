package weft.node.mempool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.RollupId;

/// Finds room for one newcomer: first in each of its lanes that is full, among that lane only, then
/// in the whole pool. Everybody who would leave, see [EvictionWalk], has to be weaker than it.
///
/// The newcomer is worth no more than the transactions before it in its channel. Bids have a room
/// of their own, so that neither they nor other transactions find it filled by the others.
final class EvictionPlan {
  private final PoolIndex index;
  private final Refusals refusals;
  private final Newcomer newcomer;
  private final @Nullable PoolEntry replaced;
  private final List<RoomLimit> rooms;
  private final boolean waiting;
  private final Amount pathBefore;
  private final Amount rate;

  EvictionPlan(
      MempoolSettings settings,
      PoolIndex index,
      Refusals refusals,
      Newcomer newcomer,
      @Nullable ChannelQueue channel,
      @Nullable PoolEntry replaced,
      long underWay) {
    this.index = index;
    this.refusals = refusals;
    this.newcomer = newcomer;
    this.replaced = replaced;
    this.rooms = rooms(settings, index, newcomer);
    long sequence = newcomer.nonce().sequence();
    long ready = channel == null ? newcomer.terms().nextSequence() : channel.readyEnd();
    @Nullable PoolEntry before = channel == null ? null : channel.before(sequence);
    this.waiting = !newcomer.isBid() && sequence - ready > underWay;
    this.pathBefore = before == null ? Amount.MAX : before.pathRate;
    this.rate = pathBefore.min(newcomer.tipRate());
  }

  private static List<RoomLimit> rooms(
      MempoolSettings settings, PoolIndex index, Newcomer newcomer) {
    if (newcomer.isBid()) {
      return List.of(RoomLimit.ofBids(index.bids, settings));
    }
    List<RoomLimit> rooms = new ArrayList<>();
    for (RollupId rollup : newcomer.lanes()) {
      @Nullable Room lane = index.lane(rollup);
      if (lane != null) {
        rooms.add(RoomLimit.ofLane(lane, rollup, settings));
      }
    }
    rooms.add(RoomLimit.ofPool(index.total, settings));
    return rooms;
  }

  Checked<Placement> make() {
    EvictionWalk walk = new EvictionWalk(index, replaced, newcomer.size());
    for (RoomLimit room : rooms) {
      if (!walk.free(room)) {
        return Checked.refused(refusals.noRoomForItsSize(room));
      }
      @Nullable PoolEntry strongest = walk.strongest();
      if (strongest != null && !isWeaker(strongest)) {
        return Checked.refused(refusal(room));
      }
    }
    return Checked.ok(new Placement(replaced, walk.evicted()));
  }

  private boolean isWeaker(PoolEntry entry) {
    return entry.waiting == waiting ? entry.tipRate.isLessThan(rate) : entry.waiting;
  }

  /// Looks for the tip that gets in: it beats everybody who leaves, in all rooms, for a newcomer
  /// that has grown by what a higher tip takes to write.
  private Refusal refusal(RoomLimit full) {
    EvictionWalk walk = new EvictionWalk(index, replaced, newcomer.size() + Refusals.GROWTH_BYTES);
    for (RoomLimit room : rooms) {
      if (!walk.free(room)) {
        return refusals.noRoomForItsSize(full);
      }
    }
    @Nullable PoolEntry strongest = walk.strongest();
    return strongest == null || waiting || !strongest.tipRate.isLessThan(pathBefore)
        ? refusals.noRoomBehindOthers(full)
        : refusals.noRoom(full, newcomer, strongest.tipRate);
  }
}
